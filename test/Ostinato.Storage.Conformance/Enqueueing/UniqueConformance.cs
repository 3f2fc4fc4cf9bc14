namespace Ostinato.Storage.Conformance;

/// <summary>One job for one key.</summary>
public abstract class UniqueConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_second_job_with_the_key_is_not_stored_and_names_the_first()
    {
        var first = await Store.Enqueue(Keyed("a"));

        var second = await Store.Insert(Keyed("b"));

        second.ShouldBe(new InsertedJob(first, IsDuplicate: true));
        (await Store.All()).Names().ShouldBe("a");
    }

    [Fact]
    public async Task Different_keys_do_not_conflict()
    {
        await Store.EnqueueMany(New.Job(unique: New.Key("x")), New.Job(unique: New.Key("y")));

        (await Store.All()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Jobs_without_a_key_never_conflict()
    {
        await Store.EnqueueMany(New.Job(), New.Job());

        (await Store.All()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_duplicate_changes_nothing_of_the_job_that_is_there()
    {
        var first = await Store.Enqueue(Keyed("a"));

        await Store.Insert(Keyed("b") with { Priority = 0, Queue = "other", Payload = "[1]"u8.ToArray() });

        var job = await Store.Job(first);
        (job.Name, job.Queue, job.Priority, job.PayloadText).ShouldBe(("a", "default", 4, "{}"));
        (await Store.FindQueue("other")).ShouldBeNull();
    }

    [Fact]
    public async Task Two_in_one_call_conflict_like_any_others()
    {
        var answers = await Store.InsertMany(Keyed("a"), Keyed("b"));

        answers[0].IsDuplicate.ShouldBeFalse();
        answers[1].ShouldBe(new InsertedJob(answers[0].Id, IsDuplicate: true));
        (await Store.All()).Names().ShouldBe("a");
    }

    [Fact]
    public async Task Of_ten_jobs_with_four_keys_four_are_stored_and_six_name_them()
    {
        int[] keys = [1, 2, 1, 3, 3, 2, 4, 1, 4, 2];

        var answers = await Store.InsertMany([.. keys.Select(key => New.Job($"{key}", unique: New.Key($"{key}")))]);

        answers.Select(answer => answer.IsDuplicate).ShouldBe([false, false, true, false, true, true, false, true, true, true]);
        foreach (var (answer, key) in answers.Zip(keys))
        {
            (await Store.Job(answer.Id)).Name.ShouldBe($"{key}");
        }
    }

    [Fact]
    public async Task A_duplicate_in_a_call_does_not_keep_the_others_from_being_stored()
    {
        await Store.Enqueue(Keyed("a"));

        var answers = await Store.InsertMany(New.Job("b"), Keyed("c"), New.Job("d"));

        answers.Select(answer => answer.IsDuplicate).ShouldBe([false, true, false]);
        (await Store.All()).Names().ShouldBe("d b a");
    }

    [Fact]
    public async Task Another_process_meets_the_key_too()
    {
        var other = await OpenAnother();
        var first = await Store.Enqueue(Keyed("a"));

        (await other.Insert(Keyed("b"))).ShouldBe(new InsertedJob(first, IsDuplicate: true));
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task The_holder_keeps_its_key_in_a_state_that_its_rule_names(JobState state)
    {
        var first = await Store.EnqueueAs(state, Keyed("a", state.AsSet() | JobStates.Available));

        (await Store.Insert(Keyed("b"))).ShouldBe(new InsertedJob(first, IsDuplicate: true));
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task The_holder_loses_its_key_in_a_state_that_its_rule_leaves_out(JobState state)
    {
        await Store.EnqueueAs(state, Keyed("a", JobStates.Any & ~state.AsSet()));

        (await Store.Insert(Keyed("b"))).IsDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task The_rule_that_counts_is_the_one_stored_with_the_holder()
    {
        await Store.EnqueueAs(JobState.Completed, Keyed("a", JobStates.Incomplete));

        (await Store.Insert(Keyed("b", JobStates.Any))).IsDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task The_key_holds_within_its_period_and_no_longer()
    {
        var first = await Store.Enqueue(Keyed("a", JobStates.Any, TenMinutes));

        await PassMinutes(9);
        (await Store.Insert(Keyed("b"))).ShouldBe(new InsertedJob(first, IsDuplicate: true));

        await PassMinutes(2);
        (await Store.Insert(Keyed("c"))).IsDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task The_period_counts_from_the_enqueue_not_from_the_due_time()
    {
        await Store.Enqueue(Keyed("a", JobStates.Any, TenMinutes) with { Due = new DueTime(null, TimeSpan.FromMinutes(9)) });

        await PassMinutes(11);

        (await Store.Insert(Keyed("b"))).IsDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task The_period_does_not_hold_a_key_in_a_state_that_the_rule_leaves_out()
    {
        await Store.EnqueueAs(JobState.Completed, Keyed("a", JobStates.Incomplete, TenMinutes));

        (await Store.Insert(Keyed("b"))).IsDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_period_the_key_holds_however_long_the_job_waits()
    {
        var first = await Store.Enqueue(Keyed("a"));

        await PassMinutes(60 * 24 * 30);

        (await Store.Insert(Keyed("b"))).ShouldBe(new InsertedJob(first, IsDuplicate: true));
    }

    [Fact]
    public async Task A_scheduled_job_keeps_its_key_when_it_is_promoted()
    {
        var first = await Store.Enqueue(Keyed("a") with { Due = new DueTime(null, TimeSpan.FromMinutes(1)) });
        await PassMinutes(2);
        await Store.Promote();

        (await Store.Insert(Keyed("b"))).ShouldBe(new InsertedJob(first, IsDuplicate: true));
    }

    public static TheoryData<JobState> States() => [.. Enum.GetValues<JobState>()];

    private static NewJob Keyed(string name, JobStates during = JobStates.Incomplete, TimeSpan? period = null) =>
        New.Job(name, unique: New.Key("the key", during, period));
}
