using System.Text;

namespace Ostinato.Storage.Conformance;

/// <summary>What attempts tell while they run is told by the holder of the job alone, and goes with the job.</summary>
public abstract class NotesConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task The_latest_progress_and_the_latest_checkpoint_are_kept_beside_each_other()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        var claimed = await worker.ClaimOne();

        await Tell(worker, Progress(claimed, 1), Checkpoint(claimed, "early"));
        await Tell(worker, Progress(claimed, 2));
        await Tell(worker, Checkpoint(claimed, "late"), Progress(claimed, 3));

        var job = await Store.Job(claimed.Id);
        job.Progress.ShouldNotBeNull();
        (job.Progress.Done, job.Progress.Total, job.Progress.Attempt).ShouldBe((3, 10, 1));
        job.Progress.At.ShouldBeAbout(job.ClaimedAt!.Value);
        (job.Checkpoint!.Text, job.Checkpoint.Attempt).ShouldBe(("\"late\"", 1));
        job.Notes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Jobs_that_are_not_held_any_more_are_named_and_the_others_are_written()
    {
        await Store.EnqueueMany(New.Jobs(5));
        var worker = await Store.Join();
        var jobs = await worker.Claim(5);
        await worker.Complete([jobs[1], jobs[3]]);

        var refused = await Write(worker, [.. jobs.Select((job, index) => Progress(job, index))]);

        refused.Ids().ShouldBe([jobs[1].Id, jobs[3].Id]);
        var told = new List<long?>();
        foreach (var job in jobs)
        {
            told.Add((await Store.Job(job.Id)).Progress?.Done);
        }

        told.ShouldBe([0, null, 2, null, 4]);
    }

    [Fact]
    public async Task A_dead_process_tells_nothing()
    {
        await Store.Enqueue("a");
        var dead = await Store.Join();
        var claimed = await dead.ClaimOne();
        await Tell(dead, Checkpoint(claimed, "alive"));
        await dead.Die();

        (await Write(dead, Checkpoint(claimed, "dead"))).Ids().ShouldBe([claimed.Id]);

        (await Store.Job(claimed.Id)).Checkpoint!.Text.ShouldBe("\"alive\"");
    }

    [Fact]
    public async Task An_earlier_claim_of_the_same_process_tells_nothing()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        var first = await worker.ClaimOne();
        await worker.Return(first);
        var second = await worker.ClaimOne();

        (await Write(worker, Checkpoint(first, "first"))).ShouldBe([first]);
        (await Write(worker, Checkpoint(second, "second"))).ShouldBeEmpty();

        (await Store.Job(second.Id)).Checkpoint!.Text.ShouldBe("\"second\"");
    }

    [Fact]
    public async Task The_next_attempt_reads_the_checkpoint_on_another_process_whatever_ended_the_one_before()
    {
        var id = await Store.Enqueue("a");
        var first = await Store.Join();
        var claimed = await first.ClaimOne();
        (await Store.Notes.CheckpointAsync(id, CancellationToken.None)).ShouldBeNull();
        await Tell(first, Checkpoint(claimed, "one"));
        await first.Retry(claimed, TimeSpan.Zero);
        await Store.Promote();
        var again = await first.ClaimOne();
        await Tell(first, Checkpoint(again, "two"));
        await first.Die();

        var other = await OpenAnother();
        var next = await (await other.Join("other")).ClaimOne();

        next.Attempt.ShouldBe(3);
        Text(await other.Notes.CheckpointAsync(next.Id, CancellationToken.None)).ShouldBe("\"two\"");
        (await other.Job(id)).Checkpoint!.Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task Lines_come_in_order_and_an_attempt_that_runs_again_begins_them_anew()
    {
        var id = await Store.Enqueue("a");
        var worker = await Store.Join();
        var claimed = await worker.ClaimOne();
        await Tell(worker, Lines(claimed, 0, "a"));
        await Tell(worker, Lines(claimed, 1, "b"));
        await Tell(worker, Lines(claimed, 1, "b"));
        await worker.Return(claimed);
        var again = await worker.ClaimOne();
        await Tell(worker, Lines(again, 0, "c"), Lines(again, int.MaxValue, "-"), Progress(again, 1));
        await Tell(worker, Lines(again, int.MaxValue, "d"));
        await worker.Retry(again, TimeSpan.Zero);
        await Store.Promote();
        await Tell(worker, Lines(await worker.ClaimOne(), 0, "e"));

        var all = await Store.Notes.LinesAsync(id, after: 0, CancellationToken.None);

        string.Join(' ', all.Select(note => $"{note.Attempt}{Text(note.Body)}")).ShouldBe("1\"c\" 1\"d\" 2\"e\"");
        (await Store.Notes.LinesAsync(id, all[1].Slot, CancellationToken.None)).ShouldHaveSingleItem().Slot.ShouldBe(all[2].Slot);
        (await Store.Job(id)).Notes.Select(note => note.Kind).ShouldBe([NoteKind.Progress, NoteKind.Lines]);
    }

    [Theory]
    [InlineData(AttemptEnd.Completed)]
    [InlineData(AttemptEnd.Cancelled)]
    [InlineData(AttemptEnd.Discarded)]
    [InlineData(AttemptEnd.Retry)]
    [InlineData(AttemptEnd.Snooze)]
    [InlineData(AttemptEnd.Return)]
    [InlineData(AttemptEnd.Suspend)]
    public async Task What_an_attempt_tells_last_is_written_with_its_end(AttemptEnd end)
    {
        var ids = await Store.EnqueueMany(New.Jobs("a", "b"));
        var worker = await Store.Join();
        var claimed = await worker.Claim(2);
        await Tell(worker, Progress(claimed[0], 1), Lines(claimed[0], 0, "first"), Lines(claimed[0], 1, "early"));

        await worker.Acknowledge(
            Ended(claimed[0], end, Progress(claimed[0], 2), Lines(claimed[0], 1, "late"), Lines(claimed[0], 2, "last")),
            Ended(claimed[1], end, Checkpoint(claimed[1], "there")));

        (await Store.Job(ids[0])).Progress!.Done.ShouldBe(2);
        (await Store.Notes.LinesAsync(ids[0], after: 0, CancellationToken.None)).Select(note => Text(note.Body))
            .ShouldBe(["\"first\"", "\"late\"", "\"last\""]);
        (await Store.Job(ids[1])).Checkpoint!.Text.ShouldBe("\"there\"");
    }

    [Fact]
    public async Task Lines_that_an_attempt_begins_with_its_end_take_the_place_of_those_of_its_earlier_run()
    {
        var id = await Store.Enqueue("a");
        var worker = await Store.Join();
        var claimed = await worker.ClaimOne();
        await Tell(worker, Lines(claimed, 0, "a"), Lines(claimed, 1, "b"));
        await worker.Return(claimed);
        var again = await worker.ClaimOne();

        await worker.Acknowledge(Ended(again, AttemptEnd.Completed, Lines(again, 0, "c")));

        (await Store.Notes.LinesAsync(id, after: 0, CancellationToken.None)).Select(note => Text(note.Body)).ShouldBe(["\"c\""]);
    }

    [Fact]
    public async Task What_is_told_with_an_end_that_counts_no_more_is_not_written()
    {
        var id = await Store.Enqueue("a");
        var worker = await Store.Join();
        var claimed = await worker.ClaimOne();
        await worker.Return(claimed);
        await worker.ClaimOne();

        await worker.Acknowledge(Ended(claimed, AttemptEnd.Completed, Progress(claimed, 1)));

        var job = await Store.Job(id);
        (job.State, job.Progress).ShouldBe((JobState.Executing, null));
    }

    [Fact]
    public async Task Of_many_attempts_the_lines_of_the_latest_are_kept()
    {
        var id = await Store.Enqueue("a");
        var worker = await Store.Join();
        for (var attempt = 1; attempt <= NoteLimits.Attempts + 2; attempt++)
        {
            var claimed = await worker.ClaimOne();
            await Tell(worker, Lines(claimed, 0, "x"), Checkpoint(claimed, $"{attempt}"));
            await worker.Retry(claimed, TimeSpan.Zero);
            await Store.Promote();
        }

        var kept = await Store.Notes.LinesAsync(id, after: 0, CancellationToken.None);

        kept.Select(note => note.Attempt).ShouldBe(Enumerable.Range(3, NoteLimits.Attempts));
        (await Store.Job(id)).Checkpoint!.Text.ShouldBe("\"12\"");
    }

    [Fact]
    public async Task Notes_go_with_their_job()
    {
        var ids = await Store.EnqueueMany(New.Jobs(3));
        var worker = await Store.Join();
        var jobs = await worker.Claim(3);
        await Tell(worker, [.. jobs.SelectMany(job => new[] { Progress(job, 1), Checkpoint(job, "state"), Lines(job, 0, "line") })]);
        await worker.Complete([jobs[0]]);
        await worker.Return(jobs[1]);
        await PassMinutes(90);

        await Store.Prune(JobState.Completed, TimeSpan.FromHours(1));
        await Store.Delete(ids[1]);

        (await NotesOf(ids[0])).ShouldBe((false, 0));
        (await NotesOf(ids[1])).ShouldBe((false, 0));
        (await NotesOf(ids[2])).ShouldBe((true, 1));
    }

    [Theory]
    [InlineData(JobState.Completed, false)]
    [InlineData(JobState.Discarded, true)]
    public async Task A_job_that_completed_begins_anew_when_somebody_retries_it_and_any_other_goes_on(JobState end, bool goesOn)
    {
        await Store.EnqueueMany(New.Jobs(2));
        var worker = await Store.Join();
        var jobs = await worker.Claim(2);
        await Tell(worker, [.. jobs.SelectMany(job => new[] { Progress(job, 1), Checkpoint(job, "state"), Lines(job, 0, "line") })]);
        await worker.Acknowledge([.. jobs.Select(job => new Acknowledgement(
            job, end == JobState.Completed ? AttemptEnd.Completed : AttemptEnd.Discarded, TimeSpan.Zero))]);

        await Store.Retry(jobs[0].Id);

        (await NotesOf(jobs[0].Id)).ShouldBe((goesOn, goesOn ? 1 : 0));
        (await NotesOf(jobs[1].Id)).ShouldBe((true, 1));
    }

    private static JobNote Progress(ClaimedJob job, long done) =>
        new(job, NoteKind.Progress, Encoding.UTF8.GetBytes($$"""{"done":{{done}},"total":10}"""));

    private static JobNote Checkpoint(ClaimedJob job, string state) =>
        new(job, NoteKind.Checkpoint, Encoding.UTF8.GetBytes($"\"{state}\""));

    private static Acknowledgement Ended(ClaimedJob job, AttemptEnd end, params JobNote[] notes) =>
        new(job, end, TimeSpan.Zero, new AttemptDetail { Notes = notes, Suspension = SuspensionReason.UnknownName });

    private static JobNote Lines(ClaimedJob job, int part, string text) =>
        new(job, NoteKind.Lines, Encoding.UTF8.GetBytes($"\"{text}\""), part);

    private static string? Text(ReadOnlyMemory<byte>? body) => body is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    private async Task<IReadOnlyList<ClaimedJob>> Write(TestWorker worker, params JobNote[] notes) =>
        await Store.Notes.WriteAsync(worker.Identity, notes, CancellationToken.None);

    private async Task Tell(TestWorker worker, params JobNote[] notes) => (await Write(worker, notes)).ShouldBeEmpty();

    private async Task<(bool HasCheckpoint, int Lines)> NotesOf(JobId id) => (
        await Store.Notes.CheckpointAsync(id, CancellationToken.None) is not null,
        (await Store.Notes.LinesAsync(id, after: 0, CancellationToken.None)).Count);
}
