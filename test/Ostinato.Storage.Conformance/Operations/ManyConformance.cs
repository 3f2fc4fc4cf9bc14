namespace Ostinato.Storage.Conformance;

/// <summary>What is asked for many jobs in one call becomes of each as if it had been asked for alone.</summary>
public abstract class ManyConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly JobId Missing = new(987_654_321);

    [Theory]
    [InlineData("cancel")]
    [InlineData("retry")]
    [InlineData("delete")]
    [InlineData("move")]
    public async Task Each_is_answered_for_in_the_order_of_the_call(string action)
    {
        List<JobId> together = [Missing], alone = [Missing];
        foreach (var state in Enum.GetValues<JobState>())
        {
            together.Add(await Store.EnqueueAs(state, New.Job(queue: $"together-{state}")));
            alone.Add(await Store.EnqueueAs(state, New.Job(queue: $"alone-{state}")));
        }

        var answers = (await All(action, [.. together, together[1]])).Split(' ');

        for (var number = 0; number < alone.Count; number++)
        {
            answers[number].ShouldBe(await All(action, [alone[number]]));
            (await Said(together[number])).ShouldBe(await Said(alone[number]));
        }
    }

    [Fact]
    public async Task Nothing_is_asked_of_none()
    {
        (await CancelAll([])).ShouldBeEmpty();
        (await RetryAll([])).ShouldBeEmpty();
        (await DeleteAll([])).ShouldBeEmpty();
        (await MoveAll([])).ShouldBeEmpty();
    }

    [Fact]
    public async Task Those_between_keep_their_turn()
    {
        var ids = await Store.EnqueueMany(New.Jobs("a", "b", "c", "d", "e", "f", "g"));

        await CancelAll([ids[4], ids[0]]);
        await DeleteAll([ids[6], ids[2]]);

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("b d f");
    }

    [Fact]
    public async Task Those_that_are_due_later_keep_their_time_between_others()
    {
        var wait = TimeSpan.FromHours(1);
        var ids = await Store.EnqueueMany([.. New.Jobs("a", "b", "c", "d", "e").Select(job => job with { Due = new DueTime(null, wait) })]);

        await CancelAll([ids[1]]);
        await RetryAll([ids[3]]);
        await MoveAll([ids[4]]);

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("d");
        await PassMinutes(61);
        await Store.Promote();
        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a c");
        (await (await Store.Join()).ClaimInTurn("other")).ShouldBe("e");
    }

    [Fact]
    public async Task Those_that_ended_between_keep_what_is_known_of_them()
    {
        await Store.EnqueueMany(New.Jobs(9));
        var worker = await Store.Join();
        var claimed = await worker.Claim(9);
        await worker.Acknowledge([.. claimed.Select(
            (job, number) => new Acknowledgement(job, AttemptEnd.Completed, TimeSpan.FromMilliseconds(1_000 * (number + 1))))]);
        var before = await Store.All();

        await DeleteAll([claimed[3].Id, claimed[4].Id, claimed[8].Id]);
        await RetryAll([claimed[0].Id, claimed[6].Id]);

        int[] untouched = [1, 2, 5, 7];
        foreach (var number in untouched)
        {
            var job = await Store.Job(claimed[number].Id);
            var known = before.Single(one => one.Id == job.Id);
            (job.State, job.Duration, job.FinishedAt).ShouldBe((JobState.Completed, known.Duration, known.FinishedAt));
        }

        (await worker.Claim(10)).Ids().ShouldBe([claimed[0].Id, claimed[6].Id], ignoreOrder: true);
    }

    [Fact]
    public async Task Many_go_in_more_than_one_step()
    {
        var ids = await Store.EnqueueMany(New.Jobs(2_300));

        (await CancelAll(ids)).Split(' ').ShouldBe(Enumerable.Repeat("Cancelled", ids.Count));
        (await RetryAll(ids)).Split(' ').ShouldBe(Enumerable.Repeat("Retried", ids.Count));
        (await MoveAll(ids)).Split(' ').ShouldBe(Enumerable.Repeat("Updated", ids.Count));
        (await Store.Count(JobState.Available, "other")).ShouldBe(ids.Count);

        (await DeleteAll(ids)).Split(' ').ShouldBe(Enumerable.Repeat("Deleted", ids.Count));
        (await Store.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_those_that_come_back_only_one_whose_key_another_has_stays()
    {
        var first = await Store.Enqueue(New.Job("a", unique: New.Key("one")));
        var other = await Store.Enqueue(New.Job("b", unique: New.Key("two")));
        var plain = await Store.Enqueue("c");
        await CancelAll([first, other, plain]);
        await Store.Enqueue(New.Job("d", unique: New.Key("one")));

        (await RetryAll([first, other, plain])).ShouldBe("Conflict Retried Retried");

        (await Store.Insert(New.Job("e", unique: New.Key("two")))).IsDuplicate.ShouldBeTrue();
    }

    [Fact]
    public async Task Of_those_with_one_key_one_comes_back()
    {
        var first = await Store.Enqueue(New.Job("a", unique: New.Key("one")));
        await CancelAll([first]);
        var second = await Store.Enqueue(New.Job("b", unique: New.Key("one")));
        await CancelAll([second]);

        (await RetryAll([first, second])).Split(' ').ShouldBe(["Retried", "Conflict"], ignoreOrder: true);

        (await Store.All(JobStates.Available)).Count.ShouldBe(1);
        (await Store.Insert(New.Job("c", unique: New.Key("one")))).IsDuplicate.ShouldBeTrue();
    }

    [Fact]
    public async Task The_key_of_those_that_are_gone_is_free()
    {
        var ids = await Store.EnqueueMany(New.Job("a", unique: New.Key("one")), New.Job("b", unique: New.Key("two")));

        await DeleteAll([ids[0]]);
        await CancelAll([ids[1]]);

        await Store.EnqueueMany(New.Job("c", unique: New.Key("one")), New.Job("d", unique: New.Key("two")));
    }

    [Fact]
    public async Task Those_that_completed_begin_without_what_they_told_and_others_go_on()
    {
        await Store.EnqueueMany(New.Jobs("a", "b"));
        var worker = await Store.Join();
        var claimed = await worker.Claim(2);
        await Store.Notes.WriteAsync(
            worker.Identity, [.. claimed.Select(job => new JobNote(job, NoteKind.Checkpoint, "[7]"u8.ToArray()))], CancellationToken.None);
        await worker.Complete(claimed[0], "1");
        await worker.Acknowledge(claimed[1], AttemptEnd.Discarded);

        (await RetryAll(claimed.Ids())).ShouldBe("Retried Retried");

        (await CheckpointOf(claimed[0].Id), await CheckpointOf(claimed[1].Id)).ShouldBe((null, "[7]"));
        await worker.Complete(await worker.Claim(2));
        (await Store.Job(claimed[0].Id)).Result.ShouldBeNull();
    }

    [Fact]
    public async Task Those_cancelled_together_go_back_one_by_one()
    {
        var ids = await Store.EnqueueMany(New.Jobs("a", "b", "c"));
        await CancelAll(ids);

        (await Store.Control.ReinstateAsync(ids[1], due: null, CancellationToken.None)).ShouldBe(ReinstateResult.Reinstated);

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("b");
        (await Store.All(JobStates.Cancelled)).Names().ShouldBe("c a");
    }

    private Task<string> All(string action, IReadOnlyList<JobId> ids) => action switch
    {
        "cancel" => CancelAll(ids),
        "retry" => RetryAll(ids),
        "delete" => DeleteAll(ids),
        _ => MoveAll(ids),
    };

    private async Task<string> CancelAll(IReadOnlyList<JobId> ids) =>
        string.Join(' ', await Store.Control.CancelAsync(ids, "not needed", CancellationToken.None));

    private async Task<string> RetryAll(IReadOnlyList<JobId> ids) =>
        string.Join(' ', await Store.Control.RetryAsync(ids, CancellationToken.None));

    private async Task<string> DeleteAll(IReadOnlyList<JobId> ids) =>
        string.Join(' ', await Store.Control.DeleteAsync(ids, CancellationToken.None));

    private async Task<string> MoveAll(IReadOnlyList<JobId> ids) =>
        string.Join(' ', await Store.Control.MoveAsync(ids, "other", CancellationToken.None));

    private async Task<string?> CheckpointOf(JobId id) =>
        await Store.Notes.CheckpointAsync(id, CancellationToken.None) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes.Span) : null;

    private async Task<string> Said(JobId id) => await Store.Has(id) && await Store.Job(id) is var job
        ? $"{job.State} {job.Queue == "other"} {job.Priority} {job.Attempt} {job.Crashes} {job.Reason} {job.Errors.Count}"
        : "gone";
}
