using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Statements that put jobs where they go. Nothing is added for nothing.</summary>
internal static class PlacesTrip
{
    public static Trip AddDone(this Trip trip, SqlFile sql, List<DoneRange> done) =>
        done.Count == 0 ? trip : trip.Add(sql["add_done"]).WithDone(done);

    public static Trip WithDone(this Trip trip, List<DoneRange> done) => trip
        .With(done.Column(range => range.Low)).With(done.Column(range => range.Count)).With(done.Column(range => (short)range.State))
        .With(done.Column(range => range.Queue)).With(done.Column(range => range.Attempt))
        .With(done.Column(range => (short)range.Crashes)).With(done.Column(range => range.Reason))
        .With(done.Column(range => range.Durations));

    /// <summary>Puts jobs back to where they stood in line.</summary>
    public static Trip ReturnReady(this Trip trip, SqlFile sql, List<LeaseRange> back) => back.Count == 0 ? trip : trip
        .Add(sql["return_ready"])
        .With(back.Column(range => range.Low)).With(back.Column(range => range.Count)).With(back.Column(range => range.Queue))
        .With(back.Column(range => (short)ClaimRule.LineOf(range.Priority, range.Crashes))).With(back.Column(range => range.Seq))
        .With(back.Column(range => range.Attempt)).With(back.Column(range => (short)range.Crashes))
        .With(back.Column(range => range.Since));

    /// <summary>Puts one job at the end of its line.</summary>
    public static Trip AddReady(this Trip trip, SqlFile sql, long id, WaitingJob job) => trip
        .Add(sql["add_ready"])
        .With([id]).With([1]).With([job.Queue]).With([(short)ClaimRule.LineOf(job.Priority, job.Crashes)]).With([job.Attempt])
        .With([(short)job.Crashes]);

    public static Trip AddDue(this Trip trip, SqlFile sql, List<(LeaseRange Job, DueTime Due)> due) => due.Count == 0 ? trip : trip
        .Add(sql["add_due"])
        .With(due.Column(one => one.Job.Low)).With(due.Column(one => one.Job.Queue)).With(due.Column(one => (short)one.Job.Priority))
        .With(due.Column(one => one.Job.Attempt)).With(due.Column(one => (short)one.Job.Crashes))
        .With(due.Column(one => one.Due.At is { } at ? Instants.Ceiling(at) : default(DateTime?)))
        .With(due.Column(one => one.Due.In is { } wait ? Instants.Bounded(wait) : default(TimeSpan?)));

    public static Trip AddSuspended(this Trip trip, SqlFile sql, List<(LeaseRange Job, SuspensionReason Why, string? Reason)> aside) =>
        aside.Count == 0 ? trip : trip
            .Add(sql["add_suspended"])
            .With(aside.Column(one => one.Job.Low)).With(aside.Column(one => one.Job.Queue))
            .With(aside.Column(one => (short)one.Job.Priority)).With(aside.Column(one => one.Job.Attempt))
            .With(aside.Column(one => (short)one.Job.Crashes)).With(aside.Column(one => (short)one.Why))
            .With(aside.Column(one => one.Reason));

    public static Trip AddFailures(this Trip trip, SqlFile sql, List<(long Job, AttemptError Error)> failures) =>
        failures.Count == 0 ? trip : trip
            .Add(sql["add_failures"])
            .With(failures.Column(one => one.Job)).With(failures.Column(one => one.Error.Attempt))
            .With(failures.Column(one => Clean(one.Error.Type, ErrorLimits.MessageLength)))
            .With(failures.Column(one => Clean(one.Error.Message, ErrorLimits.MessageLength)))
            .With(failures.Column(one => Clean(one.Error.Stack, ErrorLimits.StackLength)))
            .Add(sql["cut_failures"]).With(failures.Column(one => one.Job)).With(ErrorLimits.PerJob);

    public static Trip AddResults(this Trip trip, SqlFile sql, List<(long Job, byte[] Body)> results) => results.Count == 0 ? trip : trip
        .Add(sql["add_results"]).With(results.Column(one => one.Job)).With(results.Column(one => (byte[]?)one.Body));

    public static TColumn[] Column<TRow, TColumn>(this List<TRow> rows, Converter<TRow, TColumn> column) =>
        [.. rows.ConvertAll(column)];

    // Text in PostgreSQL holds no U+0000.
    private static string? Clean(string? text, int length)
    {
        if (text is null)
        {
            return null;
        }

        var cut = text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
        return cut.Replace('\0', '\uFFFD');
    }
}
