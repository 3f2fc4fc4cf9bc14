namespace Ostinato.Tests.Scheduling;

/// <summary>Somebody sets the wall clock, as people, time services and virtual machines do.</summary>
public sealed class ClockTests : EngineTest
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_clock_that_jumps_back_an_hour_doubles_nothing_and_delays_what_is_due_by_the_clock()
    {
        var engine = await StartAsync();
        var soon = await engine.EnqueueAsync(new Work("soon"), new EnqueueOptions { Delay = TimeSpan.FromMinutes(1) });
        await SettleAsync();

        Time.SetUtcNow(Time.GetUtcNow() - Hour);
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        (await engine.GetAsync(soon)).State.ShouldBe(JobState.Scheduled, "its time, by the clock, has not come");
        await engine.UntilAsync(await engine.EnqueueAsync(new Work("now")), JobState.Completed);
        await AdvanceAsync(Hour);
        await engine.UntilAsync(soon, JobState.Completed);

        Recorder.All.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_clock_that_jumps_forward_a_day_is_noticed_within_half_a_minute()
    {
        var engine = await StartAsync();
        var tonight = await engine.EnqueueAsync(new Work("tonight"), new EnqueueOptions { Delay = TimeSpan.FromHours(12) });
        await SettleAsync();

        Time.SetUtcNow(Time.GetUtcNow() + Day);
        await AdvanceAsync(TimeSpan.FromSeconds(30));

        await engine.UntilAsync(tonight, JobState.Completed);
    }

    [Fact]
    public async Task A_job_that_runs_across_a_jump_is_neither_timed_out_nor_lost()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a", Act.Wait), new EnqueueOptions { Timeout = Hour });
        var run = await Recorder.StartedAsync("a");

        Time.SetUtcNow(Time.GetUtcNow() + Day);
        await AdvanceAsync(TimeSpan.FromSeconds(10));
        Time.SetUtcNow(Time.GetUtcNow() - Day - Hour);
        await AdvanceAsync(TimeSpan.FromSeconds(10));

        run.StopReason.ShouldBe(StopReason.None);
        Recorder.Open("a");
        var job = await engine.UntilAsync(id, JobState.Completed);
        (job.Attempt, job.Crashes).ShouldBe((1, 0));
        job.Duration.ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task No_jump_makes_a_process_look_dead()
    {
        var engines = new[] { await StartAsync(), await StartAsync() };
        var id = await engines[0].EnqueueAsync(new Work("a", Act.Wait));
        await Recorder.StartedAsync("a");

        foreach (var jump in new[] { Day, -Hour, -Day, Hour })
        {
            Time.SetUtcNow(Time.GetUtcNow() + jump);
            await AdvanceAsync(TimeSpan.FromSeconds(20));
        }

        Recorder.Open("a");
        (await engines[0].UntilAsync(id, JobState.Completed)).Crashes.ShouldBe(0);
        (await Memory.Query.ProcessesAsync(CancellationToken.None)).Select(process => process.Process.Epoch).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task A_retry_across_a_jump_back_runs_once()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a", Act.Throw, Act.Succeed));
        await engine.UntilAsync(id, JobState.Retryable);

        Time.SetUtcNow(Time.GetUtcNow() - Hour);
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await AdvanceAsync(Hour);

        (await engine.UntilAsync(id, JobState.Completed)).Attempt.ShouldBe(2);
        Recorder.All.Count.ShouldBe(2);
    }
}
