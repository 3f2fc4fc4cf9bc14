using System.Data.Common;
using System.Reflection;

namespace Ostinato.Testing;

/// <summary>Works out what a store would be told: call over attribute over default.</summary>
internal sealed class JobRecorder(IEnumerable<JobDefinition> definitions, TimeProvider time)
{
    private readonly Dictionary<Type, JobDefinition> _definitions = Distinct(definitions);

    /// <summary>The record, still without an id.</summary>
    public RecordedJob Record(object job, EnqueueOptions options, DbTransaction? transaction)
    {
        ArgumentNullException.ThrowIfNull(job);
        var now = time.GetUtcNow();
        var (name, queue, priority) = FactsOf(job.GetType());
        return new RecordedJob
        {
            Id = default,
            Name = name,
            Payload = job,
            Options = options,
            Transaction = transaction,
            EnqueuedAt = now,
            Queue = options.Queue ?? queue,
            Priority = options.Priority ?? priority,
            Tags = [.. options.Tags.Select(tag => tag.Trim().ToLowerInvariant()).Distinct(StringComparer.Ordinal)],
            Wait = WaitOf(options, now),
        };
    }

    private static TimeSpan WaitOf(EnqueueOptions options, DateTimeOffset now)
    {
        var wait = options.RunAt - now ?? options.Delay ?? TimeSpan.Zero;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private (string Name, string Queue, int Priority) FactsOf(Type payload) =>
        _definitions.TryGetValue(payload, out var definition) ? (definition.Name, definition.Queue, definition.Priority)
        : payload.GetCustomAttribute<JobAttribute>() is { } job ? (job.Name, job.Queue, job.Priority)
        : throw new InvalidOperationException($"{payload.Name} is not a job. Mark it with [Job(\"wire-name\")].");

    private static Dictionary<Type, JobDefinition> Distinct(IEnumerable<JobDefinition> definitions)
    {
        var found = new Dictionary<Type, JobDefinition>();
        foreach (var definition in definitions)
        {
            found.TryAdd(definition.PayloadType, definition);
        }

        return found;
    }
}
