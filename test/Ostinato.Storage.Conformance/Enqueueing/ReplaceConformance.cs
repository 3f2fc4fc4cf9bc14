namespace Ostinato.Storage.Conformance;

/// <summary>A second enqueue with a unique key changes the job that holds it, as long as that one waits.</summary>
public abstract class ReplaceConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task All_that_is_named_is_replaced_of_the_job_that_is_there()
    {
        var first = await Store.Enqueue(Keyed("[1]"));

        var second = await Store.Insert(
            New.Job("a@2", "other", priority: 0, "[2]", wait: TimeSpan.FromHours(1), unique: Key(UniqueReplace.All), tags: "vip"));

        second.ShouldBe(new InsertedJob(first, IsDuplicate: true) { IsReplaced = true });
        var job = (await Store.All()).ShouldHaveSingleItem();
        (job.Id, job.Name, job.Version, job.Queue, job.Priority, job.PayloadText).ShouldBe((first, "a", 2, "other", 0, "[2]"));
        (job.State, string.Join(' ', job.Tags)).ShouldBe((JobState.Scheduled, "vip"));
    }

    [Theory]
    [InlineData(UniqueReplace.Payload, "default 4 [2] Available -")]
    [InlineData(UniqueReplace.DueAt, "default 4 [1] Scheduled -")]
    [InlineData(UniqueReplace.Priority, "default 0 [1] Available -")]
    [InlineData(UniqueReplace.Queue, "other 4 [1] Available -")]
    [InlineData(UniqueReplace.Options, "default 4 [1] Available vip")]
    public async Task Nothing_else_is_replaced(UniqueReplace what, string expected)
    {
        var first = await Store.Enqueue(Keyed("[1]"));

        await Store.Insert(New.Job("a", "other", priority: 0, "[2]", wait: TimeSpan.FromHours(1), unique: Key(what), tags: "vip"));

        var job = await Store.Job(first);
        $"{job.Queue} {job.Priority} {job.PayloadText} {job.State} {(job.Tags is [var tag] ? tag : "-")}".ShouldBe(expected);
    }

    [Theory]
    [InlineData(JobState.Executing)]
    [InlineData(JobState.Completed)]
    [InlineData(JobState.Discarded)]
    public async Task A_job_that_runs_or_has_ended_is_not_touched(JobState state)
    {
        var first = await Store.EnqueueAs(state, Keyed("[1]", JobStates.Any));

        (await Store.Insert(Keyed("[2]", JobStates.Any))).ShouldBe(new InsertedJob(first, IsDuplicate: true));

        var job = await Store.Job(first);
        (job.State, job.PayloadText).ShouldBe((state, "[1]"));
    }

    [Theory]
    [InlineData(JobState.Scheduled, JobState.Available)]
    [InlineData(JobState.Retryable, JobState.Available)]
    [InlineData(JobState.Suspended, JobState.Suspended)]
    public async Task What_waits_for_a_time_gets_the_new_one_and_what_is_set_aside_stays_so(JobState state, JobState expected)
    {
        var first = await Store.EnqueueAs(state, Keyed("[1]"));

        (await Store.Insert(Keyed("[2]"))).IsReplaced.ShouldBeTrue();

        var job = await Store.Job(first);
        (job.State, job.PayloadText).ShouldBe((expected, "[2]"));
    }

    [Fact]
    public async Task Each_call_puts_the_job_off_again_until_there_is_none_for_a_while()
    {
        var first = await Store.Enqueue(Later("[1]"));
        foreach (var payload in new[] { "[2]", "[3]", "[4]" })
        {
            await PassMinutes(9);
            (await Store.Insert(Later(payload))).IsReplaced.ShouldBeTrue();
            (await Store.Promote()).Count.ShouldBe(0);
        }

        await PassMinutes(11);
        await Store.Promote();

        var claimed = await (await Store.Join()).ClaimOne();
        (claimed.Id, System.Text.Encoding.UTF8.GetString(claimed.Payload.Span)).ShouldBe((first, "[4]"));
    }

    [Fact]
    public async Task Of_several_in_one_call_the_first_is_stored_and_the_last_counts()
    {
        var answers = await Store.InsertMany(New.Job("x"), Keyed("[1]"), New.Job("y"), Keyed("[2]") with { Priority = 0 }, Keyed("[3]"));

        answers.Select(answer => (answer.IsDuplicate, answer.IsReplaced))
            .ShouldBe([(false, false), (false, false), (false, false), (true, true), (true, true)]);
        answers[4].Id.ShouldBe(answers[1].Id);
        var job = await Store.Job(answers[1].Id);
        (job.PayloadText, job.Priority).ShouldBe(("[3]", 4));
        (await Store.All()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_call_that_replaces_nothing_leaves_the_job_to_the_rule_of_the_call()
    {
        var first = await Store.Enqueue(Keyed("[1]"));

        (await Store.Insert(New.Job("a", payload: "[2]", unique: New.Key("the key")))).IsReplaced.ShouldBeFalse();

        (await Store.Job(first)).PayloadText.ShouldBe("[1]");
    }

    [Fact]
    public async Task A_job_that_is_claimed_while_it_is_replaced_runs_with_one_payload_and_the_answer_says_which()
    {
        for (var round = 0; round < 20; round++)
        {
            var first = await Store.Enqueue(Keyed("[1]"));
            var worker = await Store.Join();
            InsertedJob answer = default;
            ClaimedJob? claimed = null;

            await Together.Run(2, async number =>
            {
                if (number == 0)
                {
                    answer = await Store.Insert(Keyed("[2]"));
                }
                else
                {
                    claimed = (await worker.Claim()).SingleOrDefault();
                }

                return 0;
            });

            // Whoever comes upon a job that is just being changed finds it a moment later.
            claimed ??= await worker.ClaimOne();
            claimed.Id.ShouldBe(first);
            answer.ShouldBe(new InsertedJob(first, IsDuplicate: true) { IsReplaced = answer.IsReplaced });
            System.Text.Encoding.UTF8.GetString(claimed.Payload.Span).ShouldBe(answer.IsReplaced ? "[2]" : "[1]");
            await worker.Complete(claimed);
        }
    }

    private static UniqueClaim Key(UniqueReplace what, JobStates during = JobStates.Incomplete) =>
        New.Key("the key", during) with { Replace = what };

    private static NewJob Keyed(string payload, JobStates during = JobStates.Incomplete) =>
        New.Job("a", payload: payload, unique: Key(UniqueReplace.All, during));

    private static NewJob Later(string payload) => Keyed(payload) with { Due = new DueTime(null, TimeSpan.FromMinutes(10)) };
}
