using System.Collections.Concurrent;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>
/// Removes final jobs by age where kinds have ages of their own, or an archive wants to see them first: looks at each job, and costs
/// accordingly.
/// </summary>
internal sealed class CarefulPruner(
    IJobStore store, Archives archives, IReadOnlyDictionary<string, TimeSpan> ofPayloads, TimeProvider time)
{
    private const int BatchSize = 500;
    private const int AtOnce = 4;

    // Nothing is so old. A store that turns partitions goes on doing so, and drops those that have become empty.
    private static readonly TimeSpan Never = TimeSpan.FromDays(365_000);

    /// <summary>The ages of kinds that have one of their own: what the configuration says goes before what the payload says.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Rules(RetentionOptions now, JobState state)
    {
        var rules = new Dictionary<string, TimeSpan>(ofPayloads, StringComparer.Ordinal);
        foreach (var (kind, ages) in now.Kinds)
        {
            if (ages.Of(state) is { } age)
            {
                rules[kind] = age;
            }
        }

        return rules;
    }

    /// <summary>What payloads say, by each name under which their jobs may be stored.</summary>
    public static IReadOnlyDictionary<string, TimeSpan> AgesOf(JobRegistry registry) => (
        from job in registry.All
        where job.Definition.KeepFor is not null
        from name in job.Definition.Names
        select KeyValuePair.Create(name, job.Definition.KeepFor!.Value)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Whether the store cannot do it by itself.</summary>
    public bool IsNeeded(RetentionOptions now, JobState state) => archives.AreThere || Rules(now, state).Count > 0;

    /// <summary>Does as much as fits into an interval, and says how many jobs went.</summary>
    public async Task<long> RunAsync(JobState state, TimeSpan age, RetentionOptions now, CancellationToken ct)
    {
        await store.Pruner.PruneAsync(state, Never, now.StepSize, ct).ConfigureAwait(false);
        if (archives.AreThere && !archives.AreOpen)
        {
            return 0;
        }

        var (since, storeNow) = (time.GetTimestamp(), (await store.Schedules.DueAsync(ct).ConfigureAwait(false)).Now);
        var rules = Rules(now, state);
        var all = new JobFilter { States = state.AsSet(), FinishedBefore = storeNow - age };
        var total = await RemoveAsync(all, job => !rules.ContainsKey(job.Name), now, since, ct).ConfigureAwait(false);
        foreach (var (name, own) in rules)
        {
            var some = all with { Name = name, FinishedBefore = storeNow - own };
            total += await RemoveAsync(some, static _ => true, now, since, ct).ConfigureAwait(false);
        }

        return total;
    }

    private async Task<long> RemoveAsync(
        JobFilter old, Func<JobInfo, bool> goes, RetentionOptions now, long since, CancellationToken ct)
    {
        var total = 0L;
        var page = new JobPage([], Next: null);
        do
        {
            page = await store.Query.ListAsync(old with { After = page.Next, Limit = BatchSize }, ct).ConfigureAwait(false);
            JobInfo[] jobs = [.. page.Jobs.Where(goes)];
            if (jobs.Length > 0)
            {
                if (archives.AreThere && !await ArchiveAsync(jobs, now.ArchiveTimeout, ct).ConfigureAwait(false))
                {
                    return total;
                }

                JobId[] ids = [.. jobs.Select(job => job.Id)];
                total += await store.Pruner.RemoveAsync(ids, old.FinishedBefore!.Value, ct).ConfigureAwait(false);
            }
        }
        while (page.Next is not null && time.GetElapsedTime(since) < now.Interval);

        return total;
    }

    private async Task<bool> ArchiveAsync(JobInfo[] jobs, TimeSpan timeout, CancellationToken ct)
    {
        var full = new ConcurrentDictionary<JobId, JobInfo>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(jobs, options, ReadAsync).ConfigureAwait(false);
        return await archives.TakeAsync([.. jobs.Select(job => full[job.Id])], timeout, ct).ConfigureAwait(false);

        async ValueTask ReadAsync(JobInfo job, CancellationToken stop) =>
            full[job.Id] = await store.Query.GetAsync(job.Id, stop).ConfigureAwait(false) ?? job;
    }
}
