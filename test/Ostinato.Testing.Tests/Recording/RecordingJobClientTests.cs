namespace Ostinato.Testing.Tests.Recording;

public sealed class RecordingJobClientTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingJobClient _jobs;

    public RecordingJobClientTests() => _jobs = JobTest.Recording(_time);

    private DateTimeOffset Now => _time.GetUtcNow();

    [Fact]
    public async Task Enqueued_job_is_recorded_with_its_payload_and_time()
    {
        var payload = new WelcomeEmail(7);

        var handle = await _jobs.EnqueueAsync(payload);

        var job = _jobs.Jobs.ShouldHaveSingleItem();
        job.Payload.ShouldBeSameAs(payload);
        job.Id.ShouldBe(handle.Id);
        job.Name.ShouldBe("welcome-email");
        job.EnqueuedAt.ShouldBe(Now);
        job.Transaction.ShouldBeNull();
    }

    [Fact]
    public async Task Handles_carry_ids_of_their_own()
    {
        var first = await _jobs.EnqueueAsync(new WelcomeEmail(1));
        var second = await _jobs.EnqueueAsync(new WelcomeEmail(1));

        first.Id.ShouldNotBe(second.Id);
        second.IsDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Attribute_says_what_the_call_leaves_out()
    {
        await _jobs.EnqueueAsync(new WelcomeEmail(7));

        var job = _jobs.Jobs[0];
        job.Queue.ShouldBe("mail");
        job.Priority.ShouldBe(2);
        job.Wait.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Call_wins_over_the_attribute()
    {
        var options = new EnqueueOptions { Queue = "slow", Priority = 9, Delay = TimeSpan.FromMinutes(5), Tags = [" VIP ", "vip", "new"] };

        await _jobs.EnqueueAsync(new WelcomeEmail(7), options);

        var job = _jobs.Jobs[0];
        job.Queue.ShouldBe("slow");
        job.Priority.ShouldBe(9);
        job.Wait.ShouldBe(TimeSpan.FromMinutes(5));
        job.Tags.ShouldBe(["vip", "new"]);
        job.Options.ShouldBeSameAs(options);
    }

    [Fact]
    public async Task Wait_until_a_time_counts_from_the_call()
    {
        _time.Advance(TimeSpan.FromHours(1));

        await _jobs.EnqueueAsync(new WelcomeEmail(1), new() { RunAt = Now.AddMinutes(3) });
        await _jobs.EnqueueAsync(new WelcomeEmail(2), new() { RunAt = Now.AddMinutes(-3) });

        _jobs.Jobs.Select(job => job.Wait).ShouldBe([TimeSpan.FromMinutes(3), TimeSpan.Zero]);
    }

    [Fact]
    public async Task Jobs_in_bulk_are_recorded_one_by_one()
    {
        var summary = await _jobs.EnqueueManyAsync(Enumerable.Range(1, 2_500).Select(id => new WelcomeEmail(id)));

        summary.ShouldBe(new EnqueueSummary(2_500, 0));
        _jobs.Jobs.Select(job => ((WelcomeEmail)job.Payload).UserId).ShouldBe(Enumerable.Range(1, 2_500));
    }

    [Fact]
    public async Task Transaction_is_recorded()
    {
        using var transaction = new SomeTransaction();

        await _jobs.EnqueueAsync(new WelcomeEmail(7), transaction);

        _jobs.Jobs[0].Transaction.ShouldBeSameAs(transaction);
    }

    [Fact]
    public async Task Payload_that_is_no_job_is_refused()
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(() => _jobs.EnqueueAsync(new NotAJob(1)));

        error.Message.ShouldBe("NotAJob is not a job. Mark it with [Job(\"wire-name\")].");
        _jobs.Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelled_call_records_nothing()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Should.ThrowAsync<TaskCanceledException>(() => _jobs.EnqueueAsync(new WelcomeEmail(7), source.Token));

        _jobs.Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Result_is_what_the_test_answers()
    {
        _jobs.Answer<ResizeImage, int>(job => job.Path.Length);

        var handle = await _jobs.EnqueueAsync(new ResizeImage("cat.png"));

        (await handle.ResultAsync(TimeSpan.FromSeconds(1))).ShouldBe(7);
    }

    [Fact]
    public async Task Result_without_an_answer_fails_and_says_how_to_give_one()
    {
        var handle = await _jobs.EnqueueAsync(new ResizeImage("cat.png"));

        var error = await Should.ThrowAsync<JobFailedException>(() => handle.ResultAsync(TimeSpan.FromSeconds(1)));

        error.Id.ShouldBe(handle.Id);
        error.Message.ShouldContain("Answer<ResizeImage, …>");
    }

    [Fact]
    public async Task New_without_a_type_means_the_options_in_every_call()
    {
        await _jobs.EnqueueAsync(new WelcomeEmail(1), new() { Queue = "x" });
        await _jobs.EnqueueAsync(new WelcomeEmail(2), new() { Queue = "x" }, CancellationToken.None);
        await _jobs.EnqueueAsync(new ResizeImage("a.png"), new() { Queue = "x" });
        await _jobs.EnqueueManyAsync([new WelcomeEmail(3)], new() { Queue = "x" });
        await _jobs.EnqueueManyAsync(new[] { new WelcomeEmail(4) }.ToAsyncEnumerable(), new() { Queue = "x" }, CancellationToken.None);

        _jobs.Jobs.Select(job => job.Queue).ShouldBe(["x", "x", "x", "x", "x"]);
    }

    [Fact]
    public async Task Cleared_client_has_forgotten_its_jobs()
    {
        await _jobs.EnqueueAsync(new WelcomeEmail(7));

        _jobs.Clear();

        _jobs.Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Concurrent_calls_are_all_recorded()
    {
        await Parallel.ForAsync(0, 1_000, async (i, ct) => await _jobs.EnqueueAsync(new WelcomeEmail(i), ct));

        _jobs.Jobs.Select(job => job.Id).Distinct().Count().ShouldBe(1_000);
    }
}
