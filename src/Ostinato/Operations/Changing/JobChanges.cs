using System.Diagnostics.CodeAnalysis;

namespace Ostinato;

/// <summary>What to change of a job that waits. Members that are left out stay as they are.</summary>
public sealed record JobChanges
{
    /// <summary>When it may run. A time that has passed means now. Not together with <see cref="Delay"/>.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>How long it waits from now, by the store's clock. Not together with <see cref="RunAt"/>.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>0 first to 9 last. The job goes to the end of its new line.</summary>
    public int? Priority { get; init; }

    /// <summary>The queue: one that a process serves, or that has jobs. The job goes to the end of its new line.</summary>
    public string? Queue { get; init; }

    /// <summary>The payload, of the type that the job has. Not together with <see cref="PayloadJson"/>.</summary>
    public object? Payload { get; init; }

    /// <summary>
    /// The payload as it is stored. Where this process knows the job, it must be one that the job's type can read. Not together with
    /// <see cref="Payload"/>.
    /// </summary>
    [StringSyntax(StringSyntaxAttribute.Json)]
    public string? PayloadJson { get; init; }

    /// <summary>The tags in place of those it has; none removes them.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The metadata in place of what it has; none removes it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The moment after which it is not worth starting any more, by the store's clock.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Who asks; written to the log.</summary>
    public string? Actor { get; init; }

    /// <summary>Why; written to the log.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether headers are rewritten.</summary>
    internal bool TouchesHeaders => Tags is not null || Metadata is not null || Deadline is not null;

    /// <summary>The names of what is changed.</summary>
    internal IEnumerable<string> Names =>
        from member in new (string Name, bool IsGiven)[]
        {
            ("due time", RunAt is not null || Delay is not null),
            ("priority", Priority is not null),
            ("queue", Queue is not null),
            ("payload", Payload is not null || PayloadJson is not null),
            ("tags", Tags is not null),
            ("metadata", Metadata is not null),
            ("deadline", Deadline is not null),
        }
        where member.IsGiven
        select member.Name;
}
