using Ostinato.Storage;
using Ostinato.Tests.Jobs;

namespace Ostinato.Tests.Execution;

/// <summary>Jobs for which a process has no code, or whose payload it cannot read.</summary>
public sealed class UnknownCodeTests : EngineTest
{
    private const int NotRun = 305;
    private const int Resumed = 501;

    private static readonly Action<OstinatoBuilder> NewJob = o => o.AddJob(HandMade.Define<Newcomer>("newcomer"));
    private static readonly Action<OstinatoBuilder> NewHandler =
        o => NewJobAnd(o).AddHandler(JobHandlerBinding.Of<Newcomer, NewcomerHandler>());

    [Fact]
    public async Task A_job_whose_name_nobody_knows_is_set_aside_without_spending_an_attempt()
    {
        var old = await StartAsync();
        var client = await StartAsync(new() { Queues = [], Configure = NewJob });

        var job = await old.UntilAsync(await client.EnqueueAsync(new Newcomer("a")), JobState.Suspended);

        (job.Suspension, job.Reason, job.Attempt).ShouldBe((SuspensionReason.UnknownName, "process has no handler for 'newcomer'", 0));
        await old.LoggedAsync(NotRun);
    }

    [Fact]
    public async Task A_job_that_was_stored_under_an_earlier_name_runs_as_what_it_is_called_now()
    {
        var client = await StartAsync(new() { Queues = [], Configure = NewJob });
        var id = await client.EnqueueAsync(new Newcomer("a"));
        var old = await StartAsync();
        await client.UntilAsync(id, JobState.Suspended);
        await old.StopAsync();

        var renamed = await StartAsync(new()
        {
            Configure = o => o
                .AddJob(new JobDefinition<Newcomer>("renamed", HandMade.Json<Newcomer>()) { Aliases = ["newcomer"] })
                .AddHandler(JobHandlerBinding.Of<Newcomer, NewcomerHandler>()),
        });

        await renamed.UntilAsync(id, JobState.Completed);
        (await renamed.Admin.ProcessesAsync()).SelectMany(process => process.Description.Names).ShouldContain("newcomer");
        (await renamed.GetAsync(await renamed.EnqueueAsync(new Newcomer("b")))).Name.ShouldBe("renamed");
    }

    [Fact]
    public async Task A_process_that_knows_the_name_takes_it_up_when_it_starts()
    {
        var old = await StartAsync();
        var client = await StartAsync(new() { Queues = [], Configure = NewJob });
        var id = await client.EnqueueAsync(new Newcomer("a"));
        await client.UntilAsync(id, JobState.Suspended);
        await old.StopAsync();

        var renewed = await StartAsync(new() { Configure = NewHandler });

        await renewed.UntilAsync(id, JobState.Completed);
        await renewed.LoggedAsync(Resumed);
    }

    [Fact]
    public async Task A_process_that_knows_the_name_takes_up_what_others_set_aside_later()
    {
        var renewed = await StartAsync(new() { Queues = new() { ["default"] = 1 }, Configure = NewHandler });
        await renewed.EnqueueAsync(new Work("busy", Act.Wait));
        await Recorder.StartedAsync("busy");
        await StartAsync();
        var id = await renewed.EnqueueAsync(new Newcomer("a"));
        await renewed.UntilAsync(id, JobState.Suspended);

        await AdvanceAsync(TimeSpan.FromMinutes(1));
        renewed.Logs.With(Resumed).ShouldBeEmpty("it has no room for more");
        Recorder.Open("busy");
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        await Eventually.TrueAsync(() => renewed.Logs.With(Resumed).Count > 0, "the job was made available again");
    }

    [Fact]
    public async Task A_process_that_knows_the_name_and_does_not_serve_the_queue_leaves_the_job_where_it_is()
    {
        var other = await StartAsync(new() { Queues = new() { ["other"] = 1 }, Configure = NewHandler });
        await StartAsync();
        var id = await other.EnqueueAsync(new Newcomer("a"));
        await other.UntilAsync(id, JobState.Suspended);

        await AdvanceAsync(TimeSpan.FromMinutes(5));

        other.Logs.With(Resumed).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_worker_that_serves_the_queue_of_a_job_without_handler_says_so_when_it_starts()
    {
        const int NoHandler = 318;
        var engine = await StartAsync(new() { Configure = NewJob });
        var elsewhere = await StartAsync(new() { Queues = new() { ["other"] = 1 }, Configure = NewJob });

        (await engine.LoggedAsync(NoHandler))[0].Text.ShouldContain("no handler for 'newcomer'");
        elsewhere.Logs.With(NoHandler).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_payload_that_cannot_be_read_is_set_aside_with_what_is_wrong()
    {
        var engine = await StartAsync();

        var job = await engine.UntilAsync(await InsertAsync("work", """{"key":["not text"]}"""), JobState.Suspended);

        (job.Suspension, job.Attempt).ShouldBe((SuspensionReason.UnreadablePayload, 0));
        job.Reason!.ShouldStartWith("payload cannot be read: ");
        Recorder.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{\"key\":")]
    public async Task A_payload_that_is_nothing_or_torn_is_set_aside(string payload)
    {
        var engine = await StartAsync();

        await engine.UntilAsync(await InsertAsync("work", payload), JobState.Suspended);
    }

    [Fact]
    public async Task A_payload_whose_constructor_throws_is_set_aside()
    {
        var engine = await StartAsync(new() { Configure = NewHandler });

        var job = await engine.UntilAsync(await InsertAsync("newcomer", """{"Key":""}"""), JobState.Suspended);

        job.Reason!.ShouldContain("a key is needed");
    }

    [Fact]
    public async Task Headers_that_cannot_be_read_set_the_job_aside()
    {
        var engine = await StartAsync();

        await engine.UntilAsync(await InsertAsync("work", """{"key":"a"}""", """{"max":"three"}"""), JobState.Suspended);
    }

    [Fact]
    public async Task A_payload_that_new_code_can_read_is_taken_up_when_that_code_starts()
    {
        var old = await StartAsync();
        var id = await InsertAsync("work", """{"key":["not text"]}""");
        await old.UntilAsync(id, JobState.Suspended);
        await old.StopAsync();

        // The same code again: it is tried once more and set aside again, not again and again.
        var again = await StartAsync();
        await again.UntilAsync(id, JobState.Suspended);
        await AdvanceAsync(TimeSpan.FromMinutes(5));

        await again.LoggedAsync(NotRun);
    }

    [Fact]
    public async Task A_person_may_retry_what_was_set_aside()
    {
        var engine = await StartAsync();
        var id = await InsertAsync("work", "null");
        await engine.UntilAsync(id, JobState.Suspended);

        (await engine.Admin.Jobs.RetryAsync(id)).ShouldBe(RetryResult.Retried);

        await engine.LoggedAsync(NotRun, 2);
    }

    private static OstinatoBuilder NewJobAnd(OstinatoBuilder builder)
    {
        NewJob(builder);
        return builder;
    }

    private async Task<JobId> InsertAsync(string name, string payload, string headers = "")
    {
        var job = new Ostinato.Storage.NewJob
        {
            Name = name,
            Queue = "default",
            Priority = 4,
            Payload = System.Text.Encoding.UTF8.GetBytes(payload),
            Headers = System.Text.Encoding.UTF8.GetBytes(headers),
        };
        return (await Memory.Inserter.InsertAsync([job], null, CancellationToken.None))[0].Id;
    }

    private sealed record Newcomer
    {
        public Newcomer(string key) => Key = key.Length > 0 ? key : throw new ArgumentException("a key is needed");

        public string Key { get; }
    }

    private sealed class NewcomerHandler : IJobHandler<Newcomer>
    {
        public Task HandleAsync(Newcomer job, JobContext context, CancellationToken ct) => Task.CompletedTask;
    }
}
