using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Statements that write ranges of jobs. Nothing is added for none.</summary>
internal static class RangesTrip
{
    /// <summary>Puts them where they stood in line.</summary>
    public static Trip ReturnToLine(this Trip trip, SqlFile places, List<WaitingRange> back) => back.Count == 0 ? trip : trip
        .Add(places["return_ready"]).WithLines(back).With(back.Column(range => range.Seq)).WithAttempts(back)
        .With(back.Column(range => range.At));

    /// <summary>Puts them at the end of their lines.</summary>
    public static Trip AddToLines(this Trip trip, SqlFile places, List<WaitingRange> jobs) =>
        jobs.Count == 0 ? trip : trip.Add(places["add_ready"]).WithLines(jobs).WithAttempts(jobs);

    public static Trip ReturnDue(this Trip trip, SqlFile sql, List<WaitingRange> due) => due.Count == 0 ? trip : trip
        .Add(sql["return_due"])
        .With(due.Column(range => range.Low)).With(due.Column(range => range.Count)).With(due.Column(range => range.Queue))
        .With(due.Column(range => range.Priority)).WithAttempts(due)
        .With(due.Column(range => range.At));

    public static Trip ReturnEnded(this Trip trip, SqlFile sql, List<EndedRange> ended) => ended.Count == 0 ? trip : trip
        .Add(sql["return_done"])
        .With(ended.Column(range => range.Low)).With(ended.Column(range => range.Count)).With(ended.Column(range => (short)range.State))
        .With(ended.Column(range => range.Queue)).With(ended.Column(range => range.Attempt))
        .With(ended.Column(range => (short)range.Crashes)).With(ended.Column(range => range.FinishedAt))
        .With(ended.Column(range => range.Reason)).With(ended.Column(range => range.Durations));

    private static Trip WithLines(this Trip trip, List<WaitingRange> ranges) => trip
        .With(ranges.Column(range => range.Low)).With(ranges.Column(range => range.Count)).With(ranges.Column(range => range.Queue))
        .With(ranges.Column(range => (short)ClaimRule.LineOf(range.Priority, range.Crashes)));

    private static Trip WithAttempts(this Trip trip, List<WaitingRange> ranges) => trip
        .With(ranges.Column(range => range.Attempt)).With(ranges.Column(range => range.Crashes));
}
