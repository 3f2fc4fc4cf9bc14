using System.Data.Common;
using System.Reflection;
using Ostinato.Storage;

namespace Ostinato.Testing;

/// <summary>Works out what a store would be told: call over attribute over default.</summary>
/// <param name="time">The clock.</param>
/// <param name="writer">The real client's writer, where the application has one: it refuses what it refuses, and calls the hooks.</param>
internal sealed class JobRecorder(TimeProvider time, JobWriter? writer = null)
{
    /// <summary>The record, still without an id.</summary>
    public RecordedJob Record(object job, EnqueueOptions options, DbTransaction? transaction)
    {
        ArgumentNullException.ThrowIfNull(job);
        var now = time.GetUtcNow();
        var recorded = writer is null ? FromAttribute(job, options) : FromStored(job, options, writer.Write(job, options));
        return recorded with { Transaction = transaction, EnqueuedAt = now, Wait = WaitOf(options, now) };
    }

    private static RecordedJob FromStored(object job, EnqueueOptions options, NewJob stored) => new()
    {
        Id = default,
        Name = stored.Name,
        Payload = job,
        Options = options,
        EnqueuedAt = default,
        Queue = stored.Queue,
        Priority = stored.Priority,
        Tags = JobHeadersJson.Read(stored.Headers).Tags,
    };

    private static RecordedJob FromAttribute(object job, EnqueueOptions options)
    {
        var attribute = job.GetType().GetCustomAttribute<JobAttribute>()
            ?? throw new InvalidOperationException($"{job.GetType().Name} is not a job. Mark it with [Job(\"wire-name\")].");
        return new RecordedJob
        {
            Id = default,
            Name = attribute.Name,
            Payload = job,
            Options = options,
            EnqueuedAt = default,
            Queue = options.Queue ?? attribute.Queue,
            Priority = options.Priority ?? attribute.Priority,
            Tags = JobTags.Normalize([.. options.Tags], attribute.Name),
        };
    }

    private static TimeSpan WaitOf(EnqueueOptions options, DateTimeOffset now)
    {
        var wait = options.RunAt - now ?? options.Delay ?? TimeSpan.Zero;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
