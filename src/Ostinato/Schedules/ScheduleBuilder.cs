namespace Ostinato;

/// <summary>Says how a schedule in code behaves.</summary>
public sealed class ScheduleBuilder
{
    internal ScheduleBuilder(ScheduleDefinition definition) => Definition = definition;

    internal ScheduleDefinition Definition { get; private set; }

    /// <summary>The time zone whose clock the expression speaks of, by its IANA name. Default UTC.</summary>
    public ScheduleBuilder In(string zone) => With(Definition with { Zone = zone });

    /// <summary>What a tick does while a job of an earlier one has not ended. Default <see cref="Ostinato.Overlap.Allow"/>.</summary>
    public ScheduleBuilder Overlap(Overlap overlap) => With(Definition with { Overlap = overlap });

    /// <summary>What becomes of ticks that nobody saw in time. Default <see cref="Ostinato.CatchUp.Last"/>.</summary>
    /// <param name="catchUp">Which are made up for.</param>
    /// <param name="within">How old they may be. Default 1 day, 0 s to 1 year.</param>
    public ScheduleBuilder CatchUp(CatchUp catchUp, TimeSpan? within = null) =>
        With(Definition with { CatchUp = catchUp, CatchUpWithin = within ?? Definition.CatchUpWithin });

    /// <summary>Each job waits for a part of this time. Default 0 s, to 1 day.</summary>
    public ScheduleBuilder Jitter(TimeSpan jitter) => With(Definition with { Jitter = jitter });

    /// <summary>It fires between these times only.</summary>
    public ScheduleBuilder Between(DateTimeOffset? from, DateTimeOffset? until) => With(Definition with { From = from, Until = until });

    /// <summary>The queue of its jobs.</summary>
    public ScheduleBuilder Queue(string queue) => With(Definition with { Queue = queue });

    /// <summary>The priority of its jobs, 0 first to 9 last.</summary>
    public ScheduleBuilder Priority(int priority) => With(Definition with { Priority = priority });

    private ScheduleBuilder With(ScheduleDefinition definition)
    {
        Definition = definition;
        return this;
    }
}
