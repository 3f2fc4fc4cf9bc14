namespace Ostinato.Schedules;

/// <summary>What becomes of the ticks that are due, and when a schedule fires next: a function of what it says and of the time.</summary>
/// <param name="Ticks">Ticks to be written, the earliest first.</param>
/// <param name="NextAt">When it fires next; it may be due already.</param>
internal sealed record TickPlan(IReadOnlyList<PlannedTick> Ticks, DateTimeOffset? NextAt)
{
    /// <summary>How many ticks one firing writes.</summary>
    public const int Most = 100;

    /// <summary>A tick that is seen so soon was seen in time.</summary>
    public static readonly TimeSpan InTime = TimeSpan.FromMinutes(1);

    /// <param name="definition">What the schedule says.</param>
    /// <param name="calendar">When it fires.</param>
    /// <param name="due">The tick that is due.</param>
    /// <param name="now">The store's clock.</param>
    /// <param name="who">Who saw none of those that are missed.</param>
    public static TickPlan Of(
        ScheduleDefinition definition, ScheduleCalendar calendar, DateTimeOffset due, DateTimeOffset now, string who = "nobody")
    {
        var runsFrom = RunsFrom(definition, calendar, due, now);
        var ticks = new List<PlannedTick>();
        DateTimeOffset? tick = due;
        for (; tick <= now && ticks.Count < Most; tick = calendar.After(tick.Value))
        {
            ticks.Add(new PlannedTick(tick.Value, tick >= runsFrom ? null : TooLate(definition, who)));
        }

        if (tick > now || tick is null || tick >= runsFrom)
        {
            return new TickPlan(ticks, tick);
        }

        // Nobody wants to read each second of a year.
        var last = ticks[^1];
        ticks[^1] = last with { Reason = $"{last.Reason}; so is every one that follows until {runsFrom ?? now:u}" };
        return new TickPlan(ticks, runsFrom ?? calendar.After(now));
    }

    /// <summary>The part that needs no job: the ticks that are missed in any case. The first that would run is the next one then.</summary>
    public TickPlan OnlyMissed()
    {
        var missed = Ticks.TakeWhile(tick => tick.Reason is not null).ToList();
        return new TickPlan(missed, missed.Count < Ticks.Count ? Ticks[missed.Count].At : NextAt);
    }

    // The first tick that runs; null where none of those that are due does. What is in time runs in any case.
    private static DateTimeOffset? RunsFrom(
        ScheduleDefinition definition, ScheduleCalendar calendar, DateTimeOffset due, DateTimeOffset now)
    {
        var within = definition.CatchUpWithin > InTime ? definition.CatchUpWithin : InTime;
        var (punctual, oldest) = (JustBefore(due, now - InTime), JustBefore(due, now - within));
        return definition.CatchUp switch
        {
            CatchUp.None => Due(calendar.After(punctual), now),
            CatchUp.Last => Due(calendar.After(punctual), now) ?? calendar.Last(oldest, now),
            _ => Due(calendar.After(oldest), now),
        };
    }

    private static DateTimeOffset JustBefore(DateTimeOffset one, DateTimeOffset other) => (one > other ? one : other).AddTicks(-1);

    private static DateTimeOffset? Due(DateTimeOffset? tick, DateTimeOffset now) => tick <= now ? tick : null;

    private static string TooLate(ScheduleDefinition definition, string who) => definition.CatchUp switch
    {
        CatchUp.None => $"{who} saw it in time",
        CatchUp.Last => $"{who} saw it in time, and only the last one is made up for",
        _ => $"{who} saw it within {definition.CatchUpWithin}",
    };
}

/// <summary>A tick, and why it does not run; null where it does.</summary>
internal readonly record struct PlannedTick(DateTimeOffset At, string? Reason)
{
    /// <summary>Whether it does not run because of an earlier tick, and not because it was missed.</summary>
    public bool IsSkipped { get; init; }

    public TickOutcome Outcome => Reason is null ? TickOutcome.Ran : IsSkipped ? TickOutcome.Skipped : TickOutcome.Missed;
}
