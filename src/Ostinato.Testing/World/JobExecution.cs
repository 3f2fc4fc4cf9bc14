using Ostinato.Storage;

namespace Ostinato.Testing;

/// <summary>One attempt at a job, as the engine reported it to the store.</summary>
public sealed record JobExecution
{
    /// <summary>The job.</summary>
    public required JobId Id { get; init; }

    /// <summary>The wire name.</summary>
    public required string Name { get; init; }

    /// <summary>The queue.</summary>
    public required string Queue { get; init; }

    /// <summary>The payload, read anew; null where it cannot be read.</summary>
    public object? Payload { get; init; }

    /// <summary>Which attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>How the attempt ended.</summary>
    public required AttemptEnd Outcome { get; init; }

    /// <summary>When the attempt began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it ran on the clock of the test.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What the handler threw, or null.</summary>
    public Exception? Error { get; init; }

    /// <summary>Why the job was cancelled, discarded or set aside, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>When the job runs again after a retry or a snooze.</summary>
    public DateTimeOffset? RunsAgainAt { get; init; }

    /// <summary>The stored result in UTF-8 JSON; null when there is none.</summary>
    public ReadOnlyMemory<byte>? Result { get; init; }

    /// <summary>One line for messages.</summary>
    public override string ToString() => $"#{Id} {Name} attempt {Attempt} {Outcome} at {At:u}{(Reason is null ? "" : $": {Reason}")}";

    internal static JobExecution Of(in Acknowledgement end, DateTimeOffset now, object? payload, Exception? error) => new()
    {
        Id = end.Job.Id,
        Name = end.Job.Name,
        Queue = end.Job.Queue,
        Payload = payload,
        Attempt = end.Job.Attempt,
        Outcome = end.End,
        At = now - end.Duration,
        Duration = end.Duration,
        Error = error,
        Reason = end.Detail?.Reason,
        RunsAgainAt = end.End is AttemptEnd.Retry or AttemptEnd.Snooze ? end.Detail!.Due.From(now) : null,
        Result = end.Detail?.Result,
    };
}
