using System.Diagnostics.CodeAnalysis;
using Ostinato.Operations;

namespace Ostinato;

/// <summary>Which jobs to list. Members that are left out match everything.</summary>
public sealed record JobFilter
{
    /// <summary>Only these states. Default: any.</summary>
    public JobStates States { get; init; } = JobStates.Any;

    /// <summary>Only this queue.</summary>
    public string? Queue { get; init; }

    /// <summary>Only this wire name, in all versions of its payload; or only one of them, as in <c>render@2</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Only jobs with this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>
    /// Only jobs whose payload contains this JSON: an object contains another one that has no other properties, with values that are
    /// contained in its own; an array contains another one whose every element is contained in one of its own; text, numbers and the rest
    /// contain what equals them. A job is not found by members that are encrypted or redacted.
    /// </summary>
    /// <example><c>{"user":{"id":42}}</c> finds the jobs of user 42, whatever else is in their payloads.</example>
    [StringSyntax(StringSyntaxAttribute.Json)]
    public string? Payload { get; init; }

    /// <summary>
    /// Only jobs with this text somewhere in their payloads, letter for letter as it stands in the stored JSON, and not in a member that is
    /// redacted. <c>"$enc":"2026"</c> finds those with members that are encrypted under key <c>2026</c>.
    /// </summary>
    public string? PayloadText { get; init; }

    /// <summary>Only jobs one of whose kept errors has this text in its type or its message, in upper or lower case.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// Only jobs that ended at this time or later. With it, or with <see cref="FinishedBefore"/>, those that ended last come first.
    /// </summary>
    public DateTimeOffset? FinishedFrom { get; init; }

    /// <summary>Only jobs that ended before this time.</summary>
    public DateTimeOffset? FinishedBefore { get; init; }

    /// <summary>Where the page before ended: <see cref="JobPage.Next"/>. Default: from the first on.</summary>
    public JobPosition? After { get; init; }

    /// <summary>How many at the most, 1 to 1,000. Default 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>
    /// Reads a filter from words: <c>state:discarded,cancelled queue:mail name:welcome-email tag:vip payload:"{\"id\":7}" text:ada
    /// error:timeout since:2h before:2026-01-31T08:00Z</c>. <c>since</c> and <c>before</c> speak of when jobs ended; a span counts back
    /// from now.
    /// </summary>
    /// <param name="text">The words, in any order; a value with spaces stands in quotation marks.</param>
    /// <param name="now">From when spans count back. Default: this computer's clock.</param>
    /// <exception cref="FormatException">A field is unknown, there twice, or a value cannot be read; the message says which.</exception>
    public static JobFilter Parse(string text, DateTimeOffset? now = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return JobFilterText.Parse(text, now ?? TimeProvider.System.GetUtcNow());
    }

    /// <summary>The filter in the words that <see cref="Parse"/> reads.</summary>
    public override string ToString() => JobFilterText.Write(this);

    /// <summary>Whether the jobs come in the order in which they ended, not in that in which they were enqueued.</summary>
    public bool IsByFinish => FinishedFrom is not null || FinishedBefore is not null;

    /// <summary>Whether a job must be read to tell whether it matches, and not only where it is.</summary>
    public bool LooksInside => Name is not null || Tag is not null || Payload is not null || PayloadText is not null || Error is not null;
}

/// <summary>Some of the jobs that match, the newest first, or those that ended last.</summary>
/// <param name="Jobs">The jobs.</param>
/// <param name="Next">
/// What to pass as <see cref="JobFilter.After"/> for the page that follows; null at the end. A search among millions stops after some
/// 100,000 jobs, and its page may then be short, or empty, and have a next one.
/// </param>
public sealed record JobPage(IReadOnlyList<JobInfo> Jobs, JobPosition? Next);
