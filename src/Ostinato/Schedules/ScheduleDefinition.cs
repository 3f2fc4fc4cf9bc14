using System.Text.Json.Serialization;
using Ostinato.Storage;

namespace Ostinato;

/// <summary>What a schedule says: which job, when, and how its ticks behave.</summary>
public sealed record ScheduleDefinition
{
    /// <summary>When it fires; see <see cref="CronExpression"/>. An <c>H</c> follows from the name of the schedule.</summary>
    public required string Expression { get; init; }

    /// <summary>Whose clock the expression speaks of, by its IANA name. Default <c>UTC</c>.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>The wire name of the job.</summary>
    public required string Job { get; init; }

    /// <summary>
    /// The payload of the job, in JSON. It is stored as it is, so that encrypted members must be null or left out; redacted ones are shown
    /// as <c>"[redacted]"</c>.
    /// </summary>
    public string Payload { get; init; } = "{}";

    /// <summary>
    /// The version in which <see cref="Payload"/> is written; null for that of the code which sets the schedule, and where that has no code
    /// for the job, for the newest that a running process knows. It is kept with the schedule, and newer code upcasts the payload at each
    /// tick.
    /// </summary>
    public int? Version { get; init; }

    /// <summary>The queue; null for that of the job.</summary>
    public string? Queue { get; init; }

    /// <summary>0 first to 9 last; null for that of the job.</summary>
    public int? Priority { get; init; }

    /// <summary>What a tick does while a job of an earlier one has not ended. Default <see cref="Overlap.Allow"/>.</summary>
    public Overlap Overlap { get; init; }

    /// <summary>What becomes of ticks that nobody saw in time. Default <see cref="CatchUp.Last"/>.</summary>
    public CatchUp CatchUp { get; init; } = CatchUp.Last;

    /// <summary>How old a tick may be that is made up for. Default 1 day, 0 s to 1 year.</summary>
    public TimeSpan CatchUpWithin { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Each job waits for a part of this time, which follows from the schedule and the tick. Default 0 s, to 1 day.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>It does not fire before this time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>It does not fire after this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The names of redacted members, with commas between them, for processes without the code of the job.</summary>
    [JsonInclude]
    internal string? Redacted { get; init; }

    internal IReadOnlyList<string> RedactedNames => Redacted?.Split(',') ?? [];

    /// <summary>Name and version of its jobs, as stores keep them.</summary>
    internal StoredName StoredName() => Storage.StoredName.Of(Job, Version ?? 1);
}
