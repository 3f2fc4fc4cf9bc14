using Ostinato.Storage;

namespace Ostinato;

/// <summary>A job that has come to its end, or that only a person takes further.</summary>
public sealed record FinalJob
{
    private JobHeaders? _headers;

    /// <summary>The id.</summary>
    public required JobId Id { get; init; }

    /// <summary>The wire name.</summary>
    public required string Name { get; init; }

    /// <summary>The queue.</summary>
    public required string Queue { get; init; }

    /// <summary>
    /// Completed, cancelled or discarded; suspended where it was set aside as poison; where it was deleted, its state before that.
    /// </summary>
    public required JobState State { get; init; }

    /// <summary>Whether it was deleted before it was final.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>What brought it about.</summary>
    public required EndCause Cause { get; init; }

    /// <summary>How many attempts were spent.</summary>
    public int Attempt { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>How long the last attempt ran, where one ended the job.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Why it was cancelled, discarded or set aside.</summary>
    public string? Reason { get; init; }

    /// <summary>The error of the last attempt, where it failed.</summary>
    public AttemptError? Error { get; init; }

    /// <summary>The tags of the enqueue call.</summary>
    public IReadOnlyList<string> Tags => Read().Tags;

    /// <summary>The metadata of the enqueue call and its hooks.</summary>
    public IReadOnlyDictionary<string, string> Metadata => Read().Metadata;

    internal ReadOnlyMemory<byte> Headers { get; init; }

    internal static FinalJob Of(ClaimedJob job, JobState state, EndCause cause, TimeSpan duration, AttemptDetail? detail) => new()
    {
        Id = job.Id,
        Name = job.Name,
        Queue = job.Queue,
        State = state,
        Cause = cause,
        Attempt = job.Attempt,
        EnqueuedAt = job.EnqueuedAt,
        Duration = duration,
        Reason = detail?.Reason,
        Error = detail?.Error,
        Headers = job.Headers,
    };

    internal static FinalJob Of(JobInfo job, EndCause cause) => new()
    {
        Id = job.Id,
        Name = job.Name,
        Queue = job.Queue,
        State = job.State,
        Cause = cause,
        Attempt = job.Attempt,
        EnqueuedAt = job.EnqueuedAt,
        Duration = job.Duration,
        Reason = job.Reason,
        Error = job.Errors is [.., var last] ? last : null,
        Headers = job.Headers,
    };

    private JobHeaders Read() => _headers ??= JobHeadersJson.Read(Headers);
}
