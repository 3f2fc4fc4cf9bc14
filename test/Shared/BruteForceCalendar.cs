namespace Ostinato.Tests.Shared;

/// <summary>What the clock of a time zone shows at every minute of a span, and when an expression fires then, by looking at each.</summary>
internal sealed class BruteForceCalendar
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Margin = TimeSpan.FromHours(30);

    private readonly TimeZoneInfo _zone;
    private readonly DateTime _from;
    private readonly DateTime _until;

    // What was shown for the first time, and when, in the order of both: what is shown again stands for nothing.
    private readonly List<(DateTime Shown, DateTime Moment)> _minutes = [];

    /// <param name="zone">The zone.</param>
    /// <param name="from">In UTC, a whole minute; a time of its own is not part of the span.</param>
    /// <param name="until">In UTC.</param>
    public BruteForceCalendar(TimeZoneInfo zone, DateTime from, DateTime until)
    {
        (_zone, _from, _until) = (zone, from, until);
        for (var moment = from - Margin; moment <= until + Margin; moment += Minute)
        {
            var shown = moment + zone.GetUtcOffset(moment);
            if (_minutes.Count == 0 || shown > _minutes[^1].Shown)
            {
                _minutes.Add((shown, moment));
            }
        }
    }

    /// <summary>The moments, in UTC and in order.</summary>
    public IEnumerable<DateTime> Times(RandomCron cron) =>
        (cron.KeepsRhythm ? InRhythm(cron) : Once(cron)).Where(time => time > _from && time <= _until).Distinct();

    private IEnumerable<DateTime> InRhythm(RandomCron cron)
    {
        for (var moment = _from; moment <= _until; moment += Minute)
        {
            if (cron.Shows(moment + _zone.GetUtcOffset(moment)))
            {
                yield return moment;
            }
        }
    }

    // The first moment counts, or the first after a time that was left out.
    private IEnumerable<DateTime> Once(RandomCron cron)
    {
        for (var (time, next) = (_minutes[0].Shown, 0); time <= _minutes[^1].Shown; time += Minute)
        {
            next += _minutes[next].Shown < time ? 1 : 0;
            if (cron.Shows(time))
            {
                yield return _minutes[next].Moment;
            }
        }
    }
}
