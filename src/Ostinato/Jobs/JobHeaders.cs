using System.Collections.ObjectModel;

namespace Ostinato;

/// <summary>What travels with a payload: tags, metadata, the enqueuer's trace, and overrides of the definition.</summary>
/// <remarks>
/// Stored as one JSON object, absent when there is nothing to say:
/// <c>{"tags":[],"meta":{},"trace":"","state":"","max":3,"timeout":120000,"deadline":{"at":0,"in":0,"stop":true},
/// "redacted":[]}</c>; spans and times in milliseconds.
/// </remarks>
internal sealed record JobHeaders
{
    public static readonly JobHeaders Empty = new();

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    public string? TraceParent { get; init; }

    public string? TraceState { get; init; }

    public int? MaxAttempts { get; init; }

    public TimeSpan? Timeout { get; init; }

    public Deadline? Deadline { get; init; }

    /// <summary>Names of members of the payload and the result that are not shown, for processes without the code.</summary>
    public IReadOnlyList<string> Redacted { get; init; } = [];

    public bool IsEmpty =>
        Tags.Count == 0 && Metadata.Count == 0 && TraceParent is null && TraceState is null && MaxAttempts is null && Timeout is null
        && Deadline is null && Redacted.Count == 0;
}
