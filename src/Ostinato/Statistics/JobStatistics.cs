namespace Ostinato;

/// <summary>What attempts came to in one step of time, all processes together.</summary>
public sealed record JobStatistics
{
    /// <summary>When the step begins, by the store's clock.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>How long it lasts.</summary>
    public required TimeSpan Span { get; init; }

    /// <summary>The wire name, where kinds were asked for apart; <c>*</c> for all those that were too many to be told apart.</summary>
    public string? Name { get; init; }

    /// <summary>The queue, where kinds were asked for apart.</summary>
    public string? Queue { get; init; }

    /// <summary>Attempts whose handler ended well.</summary>
    public long Completed { get; init; }

    /// <summary>Attempts that failed, so that the job runs again.</summary>
    public long Retried { get; init; }

    /// <summary>Attempts that put their job off.</summary>
    public long Snoozed { get; init; }

    /// <summary>Attempts after which the job was given up.</summary>
    public long Discarded { get; init; }

    /// <summary>Attempts that somebody cancelled.</summary>
    public long Cancelled { get; init; }

    /// <summary>Attempts that a stop of their process cut short.</summary>
    public long Returned { get; init; }

    /// <summary>Jobs that could not be run and were set aside.</summary>
    public long Suspended { get; init; }

    /// <summary>How long attempts ran, counted when they ended.</summary>
    public required LatencySummary Duration { get; init; }

    /// <summary>How long jobs waited from the moment they could have started, counted when an attempt started.</summary>
    public required LatencySummary Waiting { get; init; }

    /// <summary>How many attempts ended.</summary>
    public long Ended => Completed + Failed + Snoozed + Cancelled + Returned + Suspended;

    /// <summary>How many attempts failed.</summary>
    public long Failed => Retried + Discarded;

    /// <summary>How many attempts ended in a second.</summary>
    public double PerSecond => Ended / Span.TotalSeconds;
}

/// <summary>How durations are spread; each is exact to 2 %, or a microsecond.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="P50">Half of them were not longer. Zero where there were none, like the others.</param>
/// <param name="P95">95 % of them were not longer.</param>
/// <param name="P99">99 % of them were not longer.</param>
/// <param name="Longest">The longest.</param>
public sealed record LatencySummary(long Count, TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Longest);

/// <summary>Which part of the history is asked for.</summary>
public sealed record StatisticsQuery
{
    /// <summary>From when on, rounded down to whole steps; null for the last <see cref="Period"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when, rounded up to whole steps; null for the step that is under way.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How far back, where <see cref="From"/> is not given. Default 1 h.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long each step is. Default 1 min, at least 1 min. What is older than a day is kept by the hour, and counts where its hour
    /// begins.
    /// </summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Only one kind, by its wire name.</summary>
    public string? Name { get; init; }

    /// <summary>Only one queue.</summary>
    public string? Queue { get; init; }

    /// <summary>One entry for each kind and queue of a step, and none where nothing happened. Default false: one for each step.</summary>
    public bool Apart { get; init; }
}
