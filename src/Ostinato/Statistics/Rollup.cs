using Ostinato.Storage;

namespace Ostinato.Statistics;

/// <summary>Which rows become one, and which row that is. Pure.</summary>
/// <remarks>Level 0 is a minute of one process, level 1 a minute of all of them, level 2 an hour of all of them.</remarks>
internal static class Rollup
{
    /// <summary>How long a minute of one process stays alone: late writers have had their turn by then.</summary>
    public static readonly TimeSpan MinutesAlone = TimeSpan.FromMinutes(5);

    /// <summary>How long the history is told by the minute.</summary>
    public static readonly TimeSpan ByTheMinute = TimeSpan.FromDays(1);

    private static readonly TimeSpan[] Spans = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)];

    /// <summary>Adds up rows of one level, those that are old enough as a whole.</summary>
    /// <param name="rows">Rows of one level, and the clock.</param>
    /// <param name="level">Of which level.</param>
    /// <param name="age">How old the end of a sum must be.</param>
    public static IEnumerable<(IReadOnlyList<Guid> Rows, StatisticsRow Sum)> Of(StoredStatistics rows, short level, TimeSpan age)
    {
        var next = (short)(level + 1);
        var span = Spans[next];
        foreach (var group in rows.Rows.GroupBy(row => Floor(row.Start, span)).Where(group => group.Key + span <= rows.Now - age))
        {
            var (summed, table) = (new List<Guid>(), new SeriesTable());
            foreach (var row in group.Where(row => table.TryAdd(row.Body.Span)))
            {
                summed.Add(row.Id);
            }

            if (summed.Count > 0)
            {
                yield return (summed, new StatisticsRow(Guid.NewGuid(), next, group.Key, table.Write()));
            }
        }
    }

    public static DateTimeOffset Floor(DateTimeOffset time, TimeSpan span) =>
        new(time.UtcTicks - (time.UtcTicks % span.Ticks), TimeSpan.Zero);
}
