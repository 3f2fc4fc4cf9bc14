using Microsoft.Extensions.Logging;
using Ostinato.Observing;
using Ostinato.Storage;

namespace Ostinato.Schedules;

/// <summary>Fires one schedule whose time has come.</summary>
internal sealed class ScheduleFirer(IJobStore store, ScheduledJobs jobs, Finals finals, ILogger logger)
{
    private readonly EarlierJobs _earlier = new(store, finals);
    private readonly CodeElsewhere _elsewhere = new(store.Query, logger);

    /// <returns>Whether anything was fired, here or elsewhere; otherwise it is left to processes that have its code.</returns>
    /// <exception cref="FormatException">This process cannot read what is stored: a later version or another machine may.</exception>
    /// <exception cref="JobPayloadException">This process cannot read the payload.</exception>
    public async Task<bool> FireAsync(StoredSchedule schedule, DateTimeOffset now, CancellationToken ct)
    {
        var record = ScheduleRecord.Read(schedule.Definition)
            ?? throw new FormatException($"What is stored of schedule '{schedule.Name}' is nothing that this version can read.");
        var definition = record.Definition;
        if (!jobs.Know(definition))
        {
            var isThere = await _elsewhere.IsThereAsync(schedule, definition, ct).ConfigureAwait(false);
            var who = isThere ? "nobody" : $"no process with code for {definition.StoredName().InWords()}";
            return await MissAsync(schedule, definition, now, who, ct).ConfigureAwait(false);
        }

        try
        {
            jobs.Check(schedule.Name, definition);
        }
        catch (JobPayloadException)
        {
            await MissAsync(schedule, definition, now, "no process that can read its payload", ct).ConfigureAwait(false);
            throw;
        }

        var plan = Plan(schedule, definition, now);
        var ticks = await _earlier.DecideAsync(schedule, definition.Overlap, plan.Ticks, ct).ConfigureAwait(false);
        await WriteAsync(schedule, definition, plan with { Ticks = ticks }, ct).ConfigureAwait(false);
        return true;
    }

    private static TickPlan Plan(StoredSchedule schedule, ScheduleDefinition definition, DateTimeOffset now, string who = "nobody") =>
        TickPlan.Of(definition, new ScheduleCalendar(schedule.Name, definition), schedule.NextAt!.Value, now, who);

    // Who cannot make its jobs writes down what is too late for everybody, and leaves what may still run.
    private async Task<bool> MissAsync(
        StoredSchedule schedule, ScheduleDefinition definition, DateTimeOffset now, string who, CancellationToken ct)
    {
        var missed = Plan(schedule, definition, now, who).OnlyMissed();
        if (missed.Ticks.Count == 0)
        {
            return false;
        }

        await WriteAsync(schedule, definition, missed, ct).ConfigureAwait(false);
        return true;
    }

    private async Task WriteAsync(StoredSchedule schedule, ScheduleDefinition definition, TickPlan plan, CancellationToken ct)
    {
        NewTick[] ticks = [.. plan.Ticks.Select(tick => New(schedule.Name, definition, tick))];
        var firing = new Firing(schedule.Name, schedule.Revision, plan.NextAt, ticks);
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
