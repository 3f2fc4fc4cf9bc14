namespace Ostinato.Storage.Conformance;

/// <summary>A person changes a job that waits.</summary>
public abstract class UpdateConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    private static DueTime Now => default;

    private static readonly DueTime InTwoHours = new(null, TimeSpan.FromHours(2));

    [Theory]
    [InlineData(JobState.Scheduled)]
    [InlineData(JobState.Available)]
    [InlineData(JobState.Retryable)]
    [InlineData(JobState.Suspended)]
    public async Task A_waiting_job_is_changed_in_all_that_is_asked_and_waits_on(JobState state)
    {
        var id = await Store.EnqueueAs(state, New.Job(tags: "old"));
        var before = await Store.Job(id);
        var headers = JobHeadersJson.Write(new JobHeaders { Tags = ["new"] });

        (await Store.Update(id, new()
        {
            Queue = "other",
            Priority = 7,
            Payload = "[2]"u8.ToArray(),
            Headers = new HeadersUpdate(headers, before.Headers),
        })).ShouldBe(UpdateResult.Updated);

        var job = await Store.Job(id);
        (job.Queue, job.Priority, job.PayloadText, string.Join(' ', job.Tags)).ShouldBe(("other", 7, "[2]", "new"));
        (job.State, job.Attempt, job.DueAt, job.Reason, job.Errors.Count)
            .ShouldBe((state, before.Attempt, before.DueAt, before.Reason, before.Errors.Count));
    }

    [Theory]
    [InlineData(JobState.Executing, UpdateResult.Executing)]
    [InlineData(JobState.Completed, UpdateResult.AlreadyFinal)]
    [InlineData(JobState.Cancelled, UpdateResult.AlreadyFinal)]
    [InlineData(JobState.Discarded, UpdateResult.AlreadyFinal)]
    public async Task A_job_that_runs_or_has_ended_stays_as_it_is(JobState state, UpdateResult expected)
    {
        var id = await Store.EnqueueAs(state);

        (await Store.Update(id, new() { Queue = "other", Payload = "[2]"u8.ToArray(), Due = Now })).ShouldBe(expected);

        var job = await Store.Job(id);
        (job.State, job.Queue, job.PayloadText).ShouldBe((state, "default", "{}"));
    }

    [Fact]
    public async Task A_job_that_is_not_there_cannot_be_changed() =>
        (await Store.Update(new JobId(987_654_321), new() { Priority = 1, Due = Now })).ShouldBe(UpdateResult.NotFound);

    [Fact]
    public async Task A_job_of_a_range_goes_elsewhere_and_its_neighbours_stay_in_line()
    {
        var ids = await Store.EnqueueMany(New.Jobs("a", "b", "c", "d", "e"));

        await Store.Update(ids[2], new() { Priority = 0 });
        await Store.Update(ids[4], new() { Queue = "other" });
        await Store.Update(ids[0], new() { Priority = 9 });

        var worker = await Store.Join();
        (await worker.ClaimInTurn()).ShouldBe("c b d a");
        (await worker.ClaimInTurn("other")).ShouldBe("e");
    }

    [Fact]
    public async Task A_job_with_another_payload_keeps_its_turn_and_runs_with_it()
    {
        var ids = await Store.EnqueueMany(New.Jobs("a", "b", "c"));

        await Store.Update(ids[1], new() { Payload = "[2]"u8.ToArray(), Due = Now, Queue = "default", Priority = JobDefaults.Priority });

        var claimed = await (await Store.Join()).Claim(3);
        claimed.Select(job => $"{job.Name}{System.Text.Encoding.UTF8.GetString(job.Payload.Span)}").ShouldBe(["a{}", "b[2]", "c{}"]);
    }

    [Fact]
    public async Task Of_jobs_that_wait_for_one_time_one_gets_another()
    {
        var ids = await Store.EnqueueMany([.. New.Jobs("a", "b", "c").Select(job => job with { Due = new(null, TimeSpan.FromHours(1)) })]);

        await Store.Update(ids[1], new() { Due = InTwoHours });
        await PassMinutes(70);
        await Store.Promote();

        var worker = await Store.Join();
        (await worker.ClaimInTurn()).ShouldBe("a c");
        await PassMinutes(60);
        await Store.Promote();
        (await worker.ClaimInTurn()).ShouldBe("b");
    }

    [Theory]
    [InlineData(JobState.Scheduled, JobState.Scheduled)]
    [InlineData(JobState.Available, JobState.Scheduled)]
    [InlineData(JobState.Retryable, JobState.Retryable)]
    public async Task A_job_that_gets_a_later_time_waits_for_it(JobState state, JobState expected)
    {
        var id = await Store.EnqueueAs(state);

        (await Store.Update(id, new() { Due = InTwoHours })).ShouldBe(UpdateResult.Updated);

        var job = await Store.Job(id);
        (job.State, job.Attempt).ShouldBe((expected, state == JobState.Retryable ? 1 : 0));
        (job.DueAt - job.EnqueuedAt).ShouldBeAbout(TimeSpan.FromHours(2));
        (await (await Store.Join()).Claim()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(JobState.Scheduled)]
    [InlineData(JobState.Retryable)]
    public async Task A_job_whose_time_is_now_in_the_past_is_available_and_processes_hear_of_it(JobState state)
    {
        var id = await Store.EnqueueAs(state);
        using var signals = new SignalRecorder(Store);

        (await Store.Update(id, new() { Due = new DueTime(DateTimeOffset.UnixEpoch, null) })).ShouldBe(UpdateResult.Updated);

        await signals.UntilAnything();
        (await (await Store.Join()).ClaimOne()).Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_job_that_is_set_aside_waits_for_no_time()
    {
        var id = await Store.EnqueueAs(JobState.Suspended);

        (await Store.Update(id, new() { Due = InTwoHours, Payload = "[2]"u8.ToArray() })).ShouldBe(UpdateResult.Suspended);

        (await Store.Job(id)).PayloadText.ShouldBe("{}");
    }

    [Fact]
    public async Task Headers_that_somebody_else_has_changed_stay_and_so_does_the_rest()
    {
        var id = await Store.Enqueue(New.Job(tags: "old"));
        var headers = JobHeadersJson.Write(new JobHeaders { Tags = ["new"] });

        (await Store.Update(id, new() { Priority = 0, Headers = new HeadersUpdate(headers, Seen: default(ReadOnlyMemory<byte>)) }))
            .ShouldBe(UpdateResult.Outdated);

        var job = await Store.Job(id);
        (job.Priority, string.Join(' ', job.Tags)).ShouldBe((4, "old"));
    }

    [Fact]
    public async Task A_job_does_not_come_back_to_a_state_in_which_another_one_has_taken_its_key()
    {
        var key = New.Key("the key", JobStates.Scheduled);
        var first = await Store.Enqueue(New.Job("first", wait: TimeSpan.FromMinutes(1), unique: key));
        await PassMinutes(2);
        await Store.Promote();
        await Store.Enqueue(New.Job("second", wait: TimeSpan.FromHours(1), unique: key));

        (await Store.Update(first, new() { Due = InTwoHours })).ShouldBe(UpdateResult.Conflict);

        (await Store.StateOf(first)).ShouldBe(JobState.Available);
    }

    [Fact]
    public async Task A_job_that_is_claimed_while_it_is_changed_is_one_or_the_other()
    {
        const int Many = 100;
        var ids = await Store.EnqueueMany(New.Jobs(Many));
        var other = await OpenAnother();
        var worker = await Store.Join();

        var moved = await Together.Run(3, async number =>
        {
            var count = 0;
            for (var index = number; index < Many; index += 2)
            {
                count += number == 2 ? -(await worker.Claim(3)).Count
                    : await other.Update(ids[index], new() { Queue = "other", Payload = "[2]"u8.ToArray() }) == UpdateResult.Updated ? 1 : 0;
            }

            return count;
        });

        var jobs = await Store.All();
        jobs.Count(job => job is { Queue: "other", State: JobState.Available, PayloadText: "[2]" }).ShouldBe(moved[0] + moved[1]);
        jobs.Count(job => job is { Queue: "default", State: JobState.Executing, PayloadText: "{}" }).ShouldBe(-moved[2]);
        jobs.Count(job => job is { Queue: "default", State: JobState.Available }).ShouldBe(Many - moved[0] - moved[1] + moved[2]);
    }
}
