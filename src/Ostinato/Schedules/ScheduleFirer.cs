using Microsoft.Extensions.Logging;
using Ostinato.Observing;
using Ostinato.Storage;

namespace Ostinato.Schedules;

/// <summary>Fires one schedule whose time has come.</summary>
internal sealed class ScheduleFirer(IJobStore store, ScheduledJobs jobs, Finals finals, ILogger logger)
{
    private readonly EarlierJobs _earlier = new(store, finals);

    /// <exception cref="FormatException">This process cannot read what is stored: a later version or another machine may.</exception>
    public async Task FireAsync(StoredSchedule schedule, DateTimeOffset now, CancellationToken ct)
    {
        var record = ScheduleRecord.Read(schedule.Definition)
            ?? throw new FormatException($"What is stored of schedule '{schedule.Name}' is nothing that this version can read.");
        var definition = record.Definition;
        var plan = TickPlan.Of(definition, new ScheduleCalendar(schedule.Name, definition), schedule.NextAt!.Value, now);
        var ticks = await _earlier.DecideAsync(schedule, definition.Overlap, plan.Ticks, ct).ConfigureAwait(false);
        NewTick[] written = [.. ticks.Select(tick => New(schedule.Name, definition, tick))];
        var firing = new Firing(schedule.Name, schedule.Revision, plan.NextAt, written);
        if (await store.Schedules.FireAsync(firing, ct).ConfigureAwait(false) is { } stored)
        {
            Tell(schedule.Name, stored);
        }
    }

    private NewTick New(string name, ScheduleDefinition definition, PlannedTick tick) => new(
        tick.At, tick.Outcome, tick.Reason, tick.Reason is null ? jobs.Create(name, definition, tick.At) : null);

    private void Tell(string name, IReadOnlyList<StoredTick> ticks)
    {
        foreach (var tick in ticks)
        {
            if (tick.Outcome == TickOutcome.Ran)
            {
                SchedulesLog.Ran(logger, name, tick.At, tick.Job);
            }
            else
            {
                SchedulesLog.DidNotRun(logger, name, tick.At, tick.Outcome, tick.Reason);
            }
        }
    }
}
