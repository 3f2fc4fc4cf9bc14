using Ostinato.Tests.Jobs;

namespace Ostinato.Tests.Enqueueing;

public sealed class ResultTests : EngineTest
{
    [Fact]
    public async Task A_result_is_stored_and_handed_to_whoever_waits_for_it()
    {
        var engine = await StartAsync();
        var handle = await engine.Jobs.EnqueueAsync(new Sum(19, 23));
        await engine.UntilAsync(handle.Id, JobState.Completed);

        (await handle.ResultAsync(TimeSpan.FromSeconds(5)).InTimeAsync()).ShouldBe(new Total(42));
        (await engine.GetAsync(handle.Id)).Result!.Value.ToArray().ShouldBe("""{"value":42}"""u8.ToArray());
    }

    [Fact]
    public async Task A_result_can_be_awaited_from_another_process()
    {
        var client = await StartAsync(new() { Queues = [] });
        var handle = await client.Jobs.EnqueueAsync(new Sum(1, 2));
        var result = handle.ResultAsync(TimeSpan.FromMinutes(1));
        await StartAsync();
        await client.UntilAsync(handle.Id, JobState.Completed);

        await AdvanceAsync(TimeSpan.FromSeconds(1));

        (await result.InTimeAsync()).ShouldBe(new Total(3));
    }

    [Fact]
    public async Task A_job_that_does_not_end_in_time_is_a_timeout()
    {
        var client = await StartAsync(new() { Queues = [] });
        var handle = await client.Jobs.EnqueueAsync(new Sum(1, 2));
        var result = handle.ResultAsync(TimeSpan.FromSeconds(5));

        await AdvanceAsync(TimeSpan.FromSeconds(5));

        (await Should.ThrowAsync<TimeoutException>(() => result.InTimeAsync())).Message
            .ShouldBe($"Job {handle.Id} had not ended after 00:00:05.");
    }

    [Fact]
    public async Task A_job_that_ended_without_a_result_says_how_it_ended()
    {
        var engine = await StartAsync();
        var handle = await engine.Jobs.EnqueueAsync(new Sum(-1, 0));
        await engine.UntilAsync(handle.Id, JobState.Discarded);

        var error = await Should.ThrowAsync<JobFailedException>(() => handle.ResultAsync(TimeSpan.FromSeconds(5)).InTimeAsync());

        error.Id.ShouldBe(handle.Id);
        error.Message.ShouldBe($"Job {handle.Id} 'sum' ended as Discarded without a result. negative");
    }

    [Fact]
    public async Task Whoever_waits_in_the_process_that_runs_the_job_has_the_result_without_any_time_passing()
    {
        var engine = await StartAsync();
        var handle = await engine.Jobs.EnqueueAsync(new Sum(1, 2), new EnqueueOptions { Delay = TimeSpan.FromMinutes(1) });
        var result = handle.ResultAsync(TimeSpan.FromHours(1));

        await AdvanceAsync(TimeSpan.FromMinutes(1));

        (await result.InTimeAsync()).ShouldBe(new Total(3));
    }

    [Fact]
    public async Task A_result_above_the_limit_discards_the_job_and_names_its_size_the_limit_and_the_option()
    {
        var engine = await StartAsync(new() { Worker = o => o.MaxResultBytes = 1024 });
        var small = await engine.EnqueueAsync(new LongText(1_022));
        var large = await engine.EnqueueAsync(new LongText(1_023));

        (await engine.UntilAsync(small, JobState.Completed)).Result!.Value.Length.ShouldBe(1_024);
        var job = await engine.UntilAsync(large, JobState.Discarded);
        (job.Attempt, job.Result).ShouldBe((1, null));
        job.Reason.ShouldBe(
            "The result of job 'long-text' has 1,025 bytes; at most 1,024 are stored. Keep the data elsewhere and return a reference to it, "
            + "or raise Ostinato:Worker:MaxResultBytes. Its work is done; another attempt would do it again.");
        job.Errors.ShouldHaveSingleItem().Message.ShouldBe(job.Reason);
    }

    [Fact]
    public async Task A_job_that_was_deleted_says_so()
    {
        var client = await StartAsync(new() { Queues = [] });
        var handle = await client.Jobs.EnqueueAsync(new Sum(1, 2));
        await client.Admin.Jobs.DeleteAsync(handle.Id);

        (await Should.ThrowAsync<JobFailedException>(() => handle.ResultAsync(TimeSpan.FromSeconds(5)).InTimeAsync())).Message
            .ShouldBe($"There is no job {handle.Id}.");
    }

    [Fact]
    public async Task Waiting_ends_with_the_callers_token()
    {
        var client = await StartAsync(new() { Queues = [] });
        var handle = await client.Jobs.EnqueueAsync(new Sum(1, 2));
        using var cancel = new CancellationTokenSource();
        var result = handle.ResultAsync(TimeSpan.FromMinutes(1), cancel.Token);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => result.InTimeAsync());
    }

    [Fact]
    public async Task A_result_of_the_wrong_type_is_refused_by_name()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Sum(1, 2));
        await engine.UntilAsync(id, JobState.Completed);

        var error = await Should.ThrowAsync<InvalidOperationException>(
            () => engine.Jobs.ResultAsync<string>(id, TimeSpan.FromSeconds(5)).InTimeAsync());

        error.Message.ShouldBe("Job 'sum' is not registered here with a result of type String.");
    }

    [Fact]
    public async Task What_a_handler_returns_is_not_stored_where_nobody_said_that_it_has_a_result()
    {
        var engine = await StartAsync(new()
        {
            Configure = o => o.AddJob(HandMade.Define<Chatty>("chatty")).AddHandler(JobHandlerBinding.Of<Chatty, int, ChattyHandler>()),
        });

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Chatty()), JobState.Completed);

        job.Result.ShouldBeNull();
    }

    private sealed record Chatty;

    private sealed class ChattyHandler : IJobHandler<Chatty, int>
    {
        public Task<int> HandleAsync(Chatty job, JobContext context, CancellationToken ct) => Task.FromResult(42);
    }
}
