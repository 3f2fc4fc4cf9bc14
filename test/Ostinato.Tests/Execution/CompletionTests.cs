using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Tests.Execution;

/// <summary>What becomes of an attempt whose handler completed the job in a transaction.</summary>
public sealed class CompletionTests : EngineTest
{
    private const int LoggedCompleted = 300;
    private const int LoggedFailed = 301;

    private static CancellationToken None => CancellationToken.None;

    private readonly Transfers _transfers = new();
    private (ProcessIdentity Process, Acknowledgement Completion)? _written;

    [Fact]
    public async Task A_handler_that_commits_and_returns_has_completed_its_job()
    {
        var engine = await StartAsync();
        _transfers.Handle = async context =>
        {
            await context.CompleteInAsync(new NoTransaction(), None);
            await CommitAsync();
        };

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Transfer("a")), JobState.Completed);
        await SettleAsync();

        (job.Attempt, job.Errors.Count).ShouldBe((1, 0));
        Logged(engine).ShouldBe((1, 0));
    }

    [Fact]
    public async Task What_a_handler_throws_after_its_commit_changes_nothing()
    {
        var engine = await StartAsync();
        _transfers.Handle = async context =>
        {
            await context.CompleteInAsync(new NoTransaction(), None);
            await CommitAsync();
            throw new TimeoutException("the answer to the commit was lost");
        };

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Transfer("a")), JobState.Completed);
        await SettleAsync();

        job.Errors.ShouldBeEmpty();
        Logged(engine).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_handler_that_returns_without_its_commit_has_failed_the_attempt()
    {
        var engine = await StartAsync();
        _transfers.Handle = async context => await context.CompleteInAsync(new NoTransaction(), None);

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Transfer("a")), JobState.Retryable);
        await SettleAsync();

        job.Errors.ShouldHaveSingleItem().Message.ShouldBe("The transaction in which the job was completed did not commit.");
        Logged(engine).ShouldBe((0, 1));
    }

    [Fact]
    public async Task A_handler_that_throws_without_its_commit_has_failed_with_what_it_threw()
    {
        var engine = await StartAsync();
        _transfers.Handle = async context =>
        {
            await context.CompleteInAsync(new NoTransaction(), None);
            throw new InvalidOperationException("broken");
        };

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Transfer("a")), JobState.Retryable);
        await SettleAsync();

        job.Errors.ShouldHaveSingleItem().Message.ShouldBe("broken");
        (await engine.LoggedAsync(LoggedFailed))[0].Error!.Message.ShouldBe("broken");
    }

    [Theory]
    [InlineData(CompletionResult.NotHeld)]
    [InlineData(CompletionResult.LostLease)]
    public async Task A_handler_is_told_before_its_commit_that_the_job_is_not_its_own(CompletionResult answer)
    {
        var engine = await StartAsync();
        engine.Store.OnComplete = (_, _) => answer;
        var thrown = new TaskCompletionSource<JobLeaseLostException>();
        _transfers.Handle = async context => thrown.SetResult(
            await Should.ThrowAsync<JobLeaseLostException>(async () => await context.CompleteInAsync(new NoTransaction(), None)));

        var id = await engine.EnqueueAsync(new Transfer("a"));

        (await thrown.Task.InTimeAsync()).Id.ShouldBe(id);
        await engine.UntilAsync(id, JobState.Completed);
    }

    [Fact]
    public async Task The_store_is_asked_as_the_process_that_claimed_the_job()
    {
        var engine = await StartAsync();
        _transfers.Handle = async context =>
        {
            await context.CompleteInAsync(new NoTransaction(), None);
            await CommitAsync();
        };

        var id = await engine.EnqueueAsync(new Transfer("a"));
        await engine.UntilAsync(id, JobState.Completed);

        _written!.Value.Process.ShouldBe(new ProcessIdentity(1, 1));
        (_written.Value.Completion.Job.Id, _written.Value.Completion.End).ShouldBe((id, AttemptEnd.Completed));
    }

    [Fact]
    public async Task An_attempt_that_was_given_up_completes_nothing_any_more()
    {
        var engine = await StartAsync();
        var (gate, thrown) = (new TaskCompletionSource(), new TaskCompletionSource());
        _transfers.Handle = async context =>
        {
            await gate.Task;
            await Should.ThrowAsync<JobLeaseLostException>(async () => await context.CompleteInAsync(new NoTransaction(), None));
            thrown.SetResult();
        };
        var id = await engine.EnqueueAsync(new Transfer("a"), new EnqueueOptions { MaxAttempts = 1, Timeout = TimeSpan.FromSeconds(1) });
        await Eventually.TrueAsync(async () => (await engine.GetAsync(id)).State == JobState.Executing, "it runs");

        Time.Advance(TimeSpan.FromSeconds(1));
        Time.Advance(TimeSpan.FromSeconds(5));
        await engine.UntilAsync(id, JobState.Discarded);
        gate.SetResult();

        await thrown.Task.InTimeAsync();
        _written.ShouldBeNull();
    }

    [Fact]
    public async Task An_acknowledgement_that_waits_for_its_transaction_is_told_again_when_the_store_signals()
    {
        var engine = await StartAsync();
        engine.Store.IsUndecided = _ => true;
        _transfers.Handle = async context => await context.CompleteInAsync(new NoTransaction(), None);
        var id = await engine.EnqueueAsync(new Transfer("a"));
        await Eventually.TrueAsync(() => _written is not null, "it is completed");
        await SettleAsync();
        (await engine.GetAsync(id)).State.ShouldBe(JobState.Executing);

        await CommitAsync();
        engine.Store.IsUndecided = null;
        engine.Store.Signal(new StoreSignal(null));

        await Eventually.TrueAsync(() => Logged(engine) == (1, 0), "it is known to be completed");
        (await engine.GetAsync(id)).State.ShouldBe(JobState.Completed);
    }

    [Fact]
    public async Task A_job_with_a_result_is_completed_with_it()
    {
        var engine = await StartAsync();
        _transfers.Handle = async context =>
        {
            await Should.ThrowAsync<InvalidOperationException>(async () => await context.CompleteInAsync(new NoTransaction(), None));
            await Should.ThrowAsync<InvalidOperationException>(async () => await context.CompleteInAsync(new NoTransaction(), "7", None));
            await context.CompleteInAsync(new NoTransaction(), 7, None);
            await CommitAsync();
        };

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new TransferSum("a")), JobState.Completed);

        job.Result!.Value.ToArray().ShouldBe("7"u8.ToArray());
    }

    [Fact]
    public async Task A_store_without_transactions_refuses_and_a_handler_that_goes_on_has_done_its_work()
    {
        var engine = await StartAsync();
        engine.Store.OnComplete = null;
        var message = "";
        _transfers.Handle = async context => message =
            (await Should.ThrowAsync<ArgumentException>(async () => await context.CompleteInAsync(new NoTransaction(), None))).Message;

        await engine.UntilAsync(await engine.EnqueueAsync(new Transfer("a")), JobState.Completed);

        message.ShouldStartWith("The store 'memory' takes part in no transaction");
    }

    [Fact]
    public async Task A_listener_that_throws_when_the_commit_is_known_stops_no_queue()
    {
        var engine = await StartAsync(concurrency: 1);
        var meter = engine.Services.GetRequiredService<Instruments>().Meter;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == meter && instrument.Name == "messaging.process.duration")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new NotSupportedException("no listening here"));
        listener.Start();
        _transfers.Handle = async context =>
        {
            await context.CompleteInAsync(new NoTransaction(), None);
            await CommitAsync();
        };

        for (var number = 0; number < 3; number++)
        {
            await engine.UntilAsync(await engine.EnqueueAsync(new Transfer($"{number}")), JobState.Completed);
        }

        await SettleAsync();
        (Logged(engine), engine.Logs.With(310).Count).ShouldBe(((3, 0), 0));
    }

    private static (int Completed, int Failed) Logged(Engine engine) =>
        (engine.Logs.With(LoggedCompleted).Count, engine.Logs.With(LoggedFailed).Count);

    private async Task<Engine> StartAsync(int concurrency = 10)
    {
        var engine = await base.StartAsync(new EngineSetup
        {
            Queues = new() { ["default"] = concurrency },
            Services = services => services.AddSingleton(_transfers),
        });
        engine.Store.OnComplete = (process, completion) =>
        {
            _written = (process, completion);
            return CompletionResult.Written;
        };
        return engine;
    }

    /// <summary>The transaction commits: the store has the completion, whatever the engine thinks.</summary>
    private async Task CommitAsync()
    {
        var (process, completion) = _written!.Value;
        await Memory.Exchange.ExchangeAsync(new ExchangeRequest(process, [completion], []), None);
    }
}
