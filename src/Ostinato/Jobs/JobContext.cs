using Ostinato.Privacy;
using Ostinato.Schedules;

namespace Ostinato;

/// <summary>What a handler and its middleware know of the attempt they serve.</summary>
public sealed partial class JobContext
{
    private readonly JobHeaders _headers;
    private int _stopReason;

    internal JobContext(JobId id, JobDefinition definition, object payload, JobHeaders headers, IServiceProvider services)
    {
        (Id, Definition, Payload, _headers, Services) = (id, definition, payload, headers, services);
        (Queue, StoredVersion) = (definition.Queue, definition.Version);
    }

    /// <summary>The id of the job; the same on every attempt.</summary>
    public JobId Id { get; }

    /// <summary>The wire name.</summary>
    public string Name => Definition.Name;

    /// <summary>The payload.</summary>
    public object Payload { get; }

    /// <summary>The queue it was taken from.</summary>
    public string Queue { get; internal init; }

    /// <summary>0 first to 9 last.</summary>
    public int Priority { get; internal init; } = JobDefaults.Priority;

    /// <summary>Which attempt this is, from 1. A snooze or a shutdown spends none.</summary>
    public int Attempt { get; internal init; } = 1;

    /// <summary>How many attempts may fail before the job is discarded.</summary>
    public int MaxAttempts => _headers.MaxAttempts ?? Definition.MaxAttempts;

    /// <summary>
    /// In which version the payload is stored; one below that of the code was upcast before the handler saw it.
    /// </summary>
    public int StoredVersion { get; internal init; }

    /// <summary>When the job was stored, by the store's clock.</summary>
    public DateTimeOffset EnqueuedAt { get; internal init; }

    /// <summary>When the job could have started, by the store's clock.</summary>
    public DateTimeOffset AvailableAt { get; internal init; }

    /// <summary>The moment after which the job is not worth starting, by the store's clock; null where there is none.</summary>
    public DateTimeOffset? Deadline => _headers.Deadline?.MomentFor(EnqueuedAt);

    /// <summary>The tags of the enqueue call.</summary>
    public IReadOnlyList<string> Tags => _headers.Tags;

    /// <summary>The metadata of the enqueue call and its hooks.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _headers.Metadata;

    /// <summary>The schedule that enqueued it; null where none did.</summary>
    public string? Schedule => Metadata.GetValueOrDefault(ScheduledJobs.ScheduleKey);

    /// <summary>The time of the schedule's tick; null where no schedule enqueued it. The job may run later.</summary>
    public DateTimeOffset? ScheduledFor => Metadata.TryGetValue(ScheduledJobs.TickKey, out var tick) ? ScheduledJobs.ReadTick(tick) : null;

    /// <summary>The dependency injection scope of this attempt.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Why the handler's token was cancelled; <see cref="StopReason.None"/> while it was not.</summary>
    public StopReason StopReason => (StopReason)Volatile.Read(ref _stopReason);

    internal JobDefinition Definition { get; }

    /// <summary>The name under which the job is stored: the wire name, or one that it had before.</summary>
    internal string StoredUnder
    {
        get => field ?? Name;
        init;
    }

    internal MemberVault? Vault { get; init; }

    internal Backoff Backoff
    {
        get => field ?? Definition.Backoff;
        init;
    }

    internal bool StopsAtDeadline => _headers.Deadline is { StopsAttempt: true };

    internal TimeSpan? Timeout => _headers.Timeout ?? Definition.Timeout;

    /// <summary>A result as it is stored.</summary>
    internal ReadOnlyMemory<byte> Sealed(ReadOnlyMemory<byte> result) => Vault?.SealResult(Definition, StoredUnder, result) ?? result;

    /// <summary>The first reason stands.</summary>
    internal bool TryStop(StopReason reason) => Interlocked.CompareExchange(ref _stopReason, (int)reason, 0) == 0;
}
