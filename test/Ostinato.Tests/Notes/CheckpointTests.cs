using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.Tests.Notes;

/// <summary>What an attempt stores, so that the next one need not begin anew.</summary>
public sealed class CheckpointTests : EngineTest
{
    private static CancellationToken None => CancellationToken.None;

    private readonly Transfers _transfers = new();
    private readonly List<Milestone?> _begun = [];

    [Fact]
    public async Task The_next_attempt_goes_on_from_what_the_one_before_stored()
    {
        var engine = await StartAsync();
        _transfers.Handle = async context =>
        {
            var from = await BeginAsync(context);
            await context.CheckpointAsync(new Milestone((from?.Number ?? 0) + 1, "ü"), None);
            await context.CheckpointAsync(new Milestone((from?.Number ?? 0) + 2, "ü"), None);
            if (context.Attempt < 3)
            {
                throw new InvalidOperationException("broken");
            }
        };
        var id = await engine.EnqueueAsync(new LongWay("a"));

        await AdvanceAsync(TimeSpan.FromMinutes(5));

        var job = await engine.UntilAsync(id, JobState.Completed);
        _begun.ShouldBe([null, new Milestone(2, "ü"), new Milestone(4, "ü")]);
        (job.Checkpoint!.Text, job.Checkpoint.Attempt).ShouldBe(("""{"number":6,"note":"ü"}""", 3));
    }

    [Fact]
    public async Task A_checkpoint_of_a_process_that_died_is_read_by_the_next_one()
    {
        var first = await StartAsync();
        var (stored, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _transfers.Handle = async context =>
        {
            if (await BeginAsync(context) is null)
            {
                await context.CheckpointAsync(new Milestone(1), None);
                stored.SetResult();
                await gate.Task;
            }
        };
        var id = await first.EnqueueAsync(new LongWay("a"));
        await stored.Task.InTimeAsync();

        await KillAsync(first);
        var second = await StartAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        await second.UntilAsync(id, JobState.Completed);
        _begun.ShouldBe([null, new Milestone(1)]);
        gate.SetResult();
    }

    [Fact]
    public async Task An_attempt_that_was_given_up_stores_nothing_any_more()
    {
        var engine = await StartAsync();
        var (gate, thrown) = (new TaskCompletionSource(), new TaskCompletionSource<JobLeaseLostException>());
        _transfers.Handle = async context =>
        {
            await gate.Task;
            thrown.SetResult(await Should.ThrowAsync<JobLeaseLostException>(
                async () => await context.CheckpointAsync(new Milestone(1), None)));
        };
        var id = await engine.EnqueueAsync(new LongWay("a"), new EnqueueOptions { MaxAttempts = 1, Timeout = TimeSpan.FromSeconds(1) });
        await Eventually.TrueAsync(async () => (await engine.GetAsync(id)).State == JobState.Executing, "it runs");
        Time.Advance(TimeSpan.FromSeconds(1));
        Time.Advance(TimeSpan.FromSeconds(5));
        await engine.UntilAsync(id, JobState.Discarded);
        gate.SetResult();

        (await thrown.Task.InTimeAsync()).Message
            .ShouldBe($"This attempt does not hold job {id} any more, so its checkpoint was not stored.");
        (await engine.GetAsync(id)).Checkpoint.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_above_the_limit_is_refused_with_its_size_the_limit_and_the_option()
    {
        var engine = await StartAsync(o => o.MaxCheckpointBytes = 1024);
        _transfers.Handle = async context =>
        {
            await context.CheckpointAsync(new Milestone(1), None);
            await context.CheckpointAsync(new Milestone(2, new string('x', 1_010)), None);
        };

        var id = await engine.EnqueueAsync(new LongWay("a"), new EnqueueOptions { MaxAttempts = 1 });

        var job = await engine.UntilAsync(id, JobState.Discarded);
        job.Errors[0].Message.ShouldBe(
            "The checkpoint of job 'long-way' (Milestone) has 1,032 bytes; at most 1,024 are allowed. Keep the data elsewhere and a "
            + "reference to it in the checkpoint, or raise Ostinato:Worker:MaxCheckpointBytes.");
        job.Checkpoint!.Text.ShouldBe("""{"number":1,"note":""}""");
    }

    [Fact]
    public async Task A_checkpoint_of_a_type_that_the_payload_does_not_name_is_refused_with_the_remedy()
    {
        var engine = await StartAsync();
        _transfers.Handle = async context => await context.CheckpointAsync(7, None);

        var id = await engine.EnqueueAsync(new LongWay("a"), new EnqueueOptions { MaxAttempts = 1 });

        (await engine.UntilAsync(id, JobState.Discarded)).Errors[0].Message.ShouldBe(
            "Job 'long-way' has checkpoints of type Milestone, and one of type Int32 was asked for. Let LongWay implement "
            + "IJobCheckpoint<Int32>, or give the JsonTypeInfo along.");
    }

    [Fact]
    public async Task Metadata_that_is_given_along_needs_no_word_of_the_payload()
    {
        var engine = await StartAsync();
        var json = GeneratedJobJson.Of<Milestone>();
        Milestone? read = null;
        _transfers.Handle = async context =>
        {
            await context.CheckpointAsync(new Milestone(9), json, None);
            read = await context.ReadCheckpointAsync(json, None);
        };

        await engine.UntilAsync(await engine.EnqueueAsync(new Transfer("a")), JobState.Completed);

        read.ShouldBe(new Milestone(9));
    }

    [Fact]
    public async Task What_an_earlier_version_stored_and_nobody_can_read_fails_the_attempt_with_the_remedy()
    {
        var engine = await StartAsync();
        _transfers.Handle = async context =>
        {
            await context.CheckpointAsync(new Milestone(1), None);
            await context.ReadCheckpointAsync(GeneratedJobJson.Of<Total>(), None);
            throw new InvalidOperationException("it was read");
        };

        var id = await engine.EnqueueAsync(new LongWay("a"), new EnqueueOptions { MaxAttempts = 1 });

        var error = (await engine.UntilAsync(id, JobState.Discarded)).Errors[0];
        error.Type.ShouldBe("Ostinato.JobCheckpointException");
        error.Message.ShouldStartWith("The checkpoint of job 'long-way' cannot be read as Total: ");
    }

    [Fact]
    public async Task A_store_that_fails_tells_the_handler()
    {
        var engine = await StartAsync();
        engine.Store.OnNotes = _ => throw new IOException("the disk is full");
        _transfers.Handle = async context => await context.CheckpointAsync(new Milestone(1), None);

        var id = await engine.EnqueueAsync(new LongWay("a"), new EnqueueOptions { MaxAttempts = 1 });

        (await engine.UntilAsync(id, JobState.Discarded)).Errors[0].Message.ShouldBe("the disk is full");
    }

    private async Task<Milestone?> BeginAsync(JobContext context)
    {
        var from = await context.ReadCheckpointAsync<Milestone>(None);
        _begun.Add(from);
        return from;
    }

    private Task<Engine> StartAsync(Action<WorkerOptions>? worker = null) => base.StartAsync(new EngineSetup
    {
        Worker = worker,
        Services = services => services.AddSingleton(_transfers),
    });
}
