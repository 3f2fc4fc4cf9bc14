namespace Ostinato.Schedules;

/// <summary>When a schedule fires: its expression on the clock of its zone, between its first and its last time.</summary>
internal sealed class ScheduleCalendar
{
    private readonly CronExpression _cron;
    private readonly TimeZoneInfo _zone;
    private readonly DateTimeOffset? _from;
    private readonly DateTimeOffset? _until;

    /// <exception cref="FormatException">The message says what the expression or the zone lacks.</exception>
    public ScheduleCalendar(string name, ScheduleDefinition definition)
    {
        _cron = CronExpression.Parse(definition.Expression, name);
        _zone = TimeZoneInfo.TryFindSystemTimeZoneById(definition.Zone, out var zone)
            ? zone
            : throw new FormatException(
                $"'{definition.Zone}' is no time zone that this machine knows. Use an IANA name, such as Europe/Vilnius, and install "
                + "tzdata where it is missing.");
        (_from, _until) = (definition.From, definition.Until);
    }

    /// <summary>When a schedule fires next that has been changed. What has nothing to do with time leaves a tick that is due.</summary>
    public static DateTimeOffset? NextAt(
        string name, ScheduleRecord? before, ScheduleRecord changed, DateTimeOffset? stored, DateTimeOffset now) =>
        changed.PausedAt is not null ? null
        : before is { PausedAt: null } && TimesOf(before.Definition) == TimesOf(changed.Definition) ? stored
        : new ScheduleCalendar(name, changed.Definition).After(now);

    /// <summary>The first tick later than this time, in the time of the zone; null where there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset time)
    {
        if (_from is { } from && time < from)
        {
            time = from.AddTicks(-1);
        }

        return _cron.Next(time, _zone) is { } next && !(next > _until) ? next : null;
    }

    /// <summary>The last tick later than one time and no later than another; null where there is none.</summary>
    public DateTimeOffset? Last(DateTimeOffset after, DateTimeOffset until)
    {
        // A calendar looks forward only: so it begins near the end, and farther and farther away from it.
        for (var back = TimeSpan.FromMinutes(1); ; back *= 4)
        {
            var from = back < until - after ? until - back : after;
            if (After(from) is { } tick && tick <= until)
            {
                return Follow(tick, until);
            }

            if (from == after)
            {
                return null;
            }
        }
    }

    private static (string Expression, string Zone, DateTimeOffset? From, DateTimeOffset? Until) TimesOf(ScheduleDefinition definition) =>
        (definition.Expression, definition.Zone, definition.From, definition.Until);

    private DateTimeOffset Follow(DateTimeOffset tick, DateTimeOffset until)
    {
        while (After(tick) is { } next && next <= until)
        {
            tick = next;
        }

        return tick;
    }
}
