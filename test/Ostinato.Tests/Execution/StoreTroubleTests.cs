using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ostinato.Tests.Execution;

/// <summary>A store that cannot be reached for a while.</summary>
public sealed class StoreTroubleTests : EngineTest
{
    private const int StoreLost = 310;
    private const int StoreBack = 311;
    private const int StoreStillLost = 319;
    private const int LoopFailed = 401;
    private const int LoopRecovered = 402;

    private static readonly EngineSetup WithHealth = new() { Services = services => services.AddHealthChecks().AddOstinato() };

    [Fact]
    public async Task Handlers_finish_their_outcomes_wait_and_are_written_once_when_the_store_is_back()
    {
        var engine = await StartAsync(WithHealth);
        var ids = new List<JobId>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await engine.EnqueueAsync(new Work($"{i}", Act.Wait)));
            await Recorder.StartedAsync($"{i}");
        }

        engine.Store.Fail(new IOException("unplugged"));
        Recorder.OpenAll();
        await Eventually.TrueAsync(() => Recorder.RunningNow == 0, "all handlers have finished");
        await AdvanceAsync(TimeSpan.FromSeconds(5));
        (await ReadyAsync(engine)).Status.ShouldBe(HealthStatus.Unhealthy);
        ids.ShouldAllBe(id => Find(id).State == JobState.Executing);

        engine.Store.Mend();
        await AdvanceAsync(TimeSpan.FromSeconds(6));

        foreach (var id in ids)
        {
            (await engine.UntilAsync(id, JobState.Completed)).Attempt.ShouldBe(1);
        }

        Recorder.All.Count.ShouldBe(5);
        await Eventually.TrueAsync(async () => (await ReadyAsync(engine)).Status == HealthStatus.Healthy, "it is healthy again");
    }

    [Fact]
    public async Task Each_change_of_state_is_logged_once()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a", Act.Wait));
        await Recorder.StartedAsync("a");
        engine.Store.Fail(new IOException("unplugged"));
        Recorder.Open("a");
        await engine.LoggedAsync(StoreLost);
        for (var i = 0; i < 10; i++)
        {
            await AdvanceAsync(TimeSpan.FromSeconds(2));
        }

        engine.Store.Mend();
        await AdvanceAsync(TimeSpan.FromSeconds(6));
        await engine.UntilAsync(id, JobState.Completed);

        var lost = (await engine.LoggedAsync(StoreLost))[0];
        lost.Text.ShouldStartWith("The store did not answer; outcomes of 1 jobs wait in memory.");
        lost.Error.ShouldBeOfType<IOException>();
        await engine.LoggedAsync(StoreBack);
        engine.Logs.With(LoopFailed).Count(line => line.Text.Contains("heartbeat", StringComparison.Ordinal)).ShouldBe(1);
        engine.Logs.With(LoopRecovered).Count(line => line.Text.Contains("heartbeat", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Each_reason_why_the_store_does_not_answer_is_logged_once()
    {
        var engine = await StartAsync();
        await engine.EnqueueAsync(new Work("a", Act.Wait));
        await Recorder.StartedAsync("a");
        engine.Store.Fail(new IOException("unplugged"));
        Recorder.Open("a");
        await engine.LoggedAsync(StoreLost);
        foreach (var reason in new[] { "unplugged", "burnt", "unplugged", "burnt" })
        {
            engine.Store.Fail(new IOException(reason));
            await AdvanceAsync(TimeSpan.FromSeconds(10));
        }

        engine.Logs.With(StoreLost).ShouldHaveSingleItem().Error!.Message.ShouldBe("unplugged");
        engine.Logs.With(StoreStillLost).ShouldHaveSingleItem().Error!.Message.ShouldBe("burnt");
    }

    [Fact]
    public async Task Outcomes_of_a_process_that_was_declared_dead_meanwhile_are_refused()
    {
        var cutOff = await StartAsync();
        var id = await cutOff.EnqueueAsync(new Work("a", Act.Wait, Act.ReturnDiscard));
        await Recorder.StartedAsync("a");
        var other = await StartAsync();
        cutOff.Store.Fail(new IOException("unplugged"));
        Recorder.Open("a");
        for (var i = 0; i < 5; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(2));
            await SettleAsync();
        }

        await other.UntilAsync(id, JobState.Discarded);
        cutOff.Store.Mend();
        await AdvanceAsync(TimeSpan.FromSeconds(6));

        await cutOff.UntilAsync(await cutOff.EnqueueAsync(new Work("b")), JobState.Completed);
        (await other.GetAsync(id)).State.ShouldBe(JobState.Discarded);
    }

    [Fact]
    public async Task A_store_that_fails_once_is_asked_again_soon()
    {
        var engine = await StartAsync();
        var calls = 0;
        engine.Store.OnExchange = _ => ++calls == 1 ? throw new IOException("busy") : Task.CompletedTask;

        var id = await engine.EnqueueAsync(new Work("a"));
        await SettleAsync();
        Time.Advance(TimeSpan.FromMilliseconds(100));

        await engine.UntilAsync(id, JobState.Completed);
    }

    [Fact]
    public async Task Jobs_that_fell_due_meanwhile_run_when_the_store_is_back()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a"), new EnqueueOptions { Delay = TimeSpan.FromSeconds(3) });
        await SettleAsync();
        engine.Store.Fail(new IOException("unplugged"));
        await AdvanceAsync(TimeSpan.FromSeconds(5));

        engine.Store.Mend();
        await AdvanceAsync(TimeSpan.FromSeconds(2));

        await engine.UntilAsync(id, JobState.Completed);
        engine.Logs.With(LoopFailed).Count(line => line.Text.Contains("promote", StringComparison.Ordinal)).ShouldBe(1);
        engine.Logs.With(LoopRecovered).Count(line => line.Text.Contains("promote", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_loop_that_turns_seldom_does_not_keep_a_process_unready_once_the_store_is_back()
    {
        var engine = await StartAsync(WithHealth with { Configuration = new() { ["Ostinato:Retention:Interval"] = "00:10:00" } });
        await AdvanceAsync(TimeSpan.FromSeconds(599));
        engine.Store.Fail(new IOException("unplugged"));
        await AdvanceAsync(TimeSpan.FromSeconds(2));
        engine.Logs.With(LoopFailed).ShouldContain(line => line.Text.Contains("retention", StringComparison.Ordinal));

        engine.Store.Mend();
        await AdvanceAsync(TimeSpan.FromSeconds(6));

        (await ReadyAsync(engine)).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_stop_while_the_store_is_away_ends_within_the_drain_time()
    {
        var engine = await StartAsync();
        await engine.EnqueueAsync(new Work("a", Act.Wait));
        await Recorder.StartedAsync("a");
        engine.Store.Fail(new IOException("unplugged"));
        Recorder.Open("a");

        (await engine.StopAsync()).ShouldBe(
            TimeSpan.FromSeconds(26), "the drain, the grace and the last acknowledgement; the goodbye fails at once");
    }

    private JobInfo Find(JobId id)
    {
        var job = Memory.Query.GetAsync(id, CancellationToken.None);
        return job.IsCompletedSuccessfully ? job.Result! : throw new InvalidOperationException("The in-memory store answers at once.");
    }

    private static async Task<HealthReportEntry> ReadyAsync(Engine engine) =>
        (await engine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["ostinato-ready"];
}
