using Ostinato.Privacy;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>Turns what a person asks to change of a job into what a store understands, and refuses what makes no sense.</summary>
internal sealed class JobUpdates(
    StoreAccess access, JobRegistry registry, JobWriter writer, MemberVault vault, TimeProvider time)
{
    private const int MostTries = 5;

    private readonly PayloadChange _payload = new(registry, writer, vault);

    public async Task<UpdateResult> UpdateAsync(JobId id, JobChanges changes, NewAuditEntry audit, CancellationToken ct)
    {
        JobChangesRules.Check(changes, time.GetUtcNow());
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        if (changes.Queue is { } queue)
        {
            await RequireQueueAsync(store.Query, queue, ct).ConfigureAwait(false);
        }

        var result = UpdateResult.Outdated;
        for (var attempt = 0; attempt < MostTries && result == UpdateResult.Outdated; attempt++)
        {
            result = await store.Query.GetAsync(id, ct).ConfigureAwait(false) switch
            {
                null => UpdateResult.NotFound,
                { State: JobState.Executing } => UpdateResult.Executing,
                { State: var state } when state.IsFinal() => UpdateResult.AlreadyFinal,
                var job => await store.Control.UpdateAsync(id, Update(job, changes), audit, ct).ConfigureAwait(false),
            };
        }

        return result;
    }

    /// <summary>A queue that nobody serves and that has no jobs is a name that was misspelt.</summary>
    /// <exception cref="ArgumentException">It is one.</exception>
    public static async Task RequireQueueAsync(IJobQuery query, string queue, CancellationToken ct)
    {
        var processes = await query.ProcessesAsync(ct).ConfigureAwait(false);
        if (processes.Any(process => process.Description.Queues.ContainsKey(queue)))
        {
            return;
        }

        var queues = await query.QueuesAsync(JobStates.Incomplete, ct).ConfigureAwait(false);
        if (!queues.Any(known => known.Name == queue))
        {
            throw new ArgumentException(
                $"There is no queue '{queue}': no process serves it, and it has no jobs. There are "
                + $"{string.Join(", ", Names(queues, processes))}. Start a worker that serves it, or correct the name. "
                + "Nothing was changed.");
        }
    }

    private static IEnumerable<string> Names(IReadOnlyList<QueueInfo> queues, IReadOnlyList<ProcessInfo> processes) =>
        queues.Select(known => known.Name).Concat(processes.SelectMany(process => process.Description.Queues.Keys))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).DefaultIfEmpty("none");

    private JobUpdate Update(JobInfo job, JobChanges changes)
    {
        DueTime? due = changes is { RunAt: null, Delay: null } ? null : new DueTime(changes.RunAt, changes.Delay);
        var headers = changes.TouchesHeaders ? Headers(job, changes) : JobHeadersJson.Read(job.Headers);
        if (due is not null || changes.Deadline is not null)
        {
            var now = time.GetUtcNow();
            JobChangesRules.RequireStartBeforeDeadline(job, headers, due?.From(now) ?? job.DueAt ?? now);
        }

        return new JobUpdate
        {
            Due = due,
            Priority = changes.Priority,
            Queue = changes.Queue,
            Payload = _payload.Of(job, changes),
            Headers = changes.TouchesHeaders ? new HeadersUpdate(JobHeadersJson.Write(headers), job.Headers) : null,
        };
    }

    private JobHeaders Headers(JobInfo job, JobChanges changes)
    {
        var stored = JobHeadersJson.Read(job.Headers);
        return stored with
        {
            Tags = changes.Tags is { } tags ? JobTags.Normalize([.. tags], job.Name) : stored.Tags,
            Metadata = changes.Metadata ?? stored.Metadata,
            Deadline = changes.Deadline is { } at ? new Deadline(at, Within: null, StopsAtDeadline(job, stored)) : stored.Deadline,
        };
    }

    private bool StopsAtDeadline(JobInfo job, JobHeaders stored) =>
        stored.Deadline?.StopsAttempt ?? registry.Find(job.Name)?.Definition.StopAtDeadline ?? false;
}
