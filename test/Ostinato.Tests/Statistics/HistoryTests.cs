using Microsoft.Extensions.Options;

namespace Ostinato.Tests.Statistics;

/// <summary>Every process tells what all of them did.</summary>
public sealed class HistoryTests : EngineTest
{
    [Fact]
    public async Task Attempts_are_told_by_the_minute_with_outcomes_durations_and_waits_whoever_is_asked()
    {
        var (first, second) = (await StartAsync(), await StartAsync(new EngineSetup { Queues = [] }));
        var slow = await first.EnqueueAsync(new Work("slow", Act.Wait));
        await Recorder.StartedAsync("slow");
        Time.Advance(TimeSpan.FromSeconds(10));
        Recorder.Open("slow");
        await first.UntilAsync(slow, JobState.Completed);
        await first.UntilAsync(await first.EnqueueAsync(new Work("bad", Act.Throw)), JobState.Retryable);
        await first.UntilAsync(await first.EnqueueAsync(new Work("worse", Act.ThrowDiscarded)), JobState.Discarded);
        await AdvanceAsync(TimeSpan.FromMinutes(2));

        foreach (var engine in new[] { first, second })
        {
            var steps = await engine.Admin.StatisticsAsync(new StatisticsQuery { Period = TimeSpan.FromMinutes(5) });

            steps.Count.ShouldBe(5);
            (steps.Sum(step => step.Completed), steps.Sum(step => step.Discarded)).ShouldBe((1, 1));
            steps.Sum(step => step.Retried).ShouldBeInRange(1, 10, "it failed again meanwhile");
            var step = steps.Single(step => step.Completed > 0);
            step.Duration.Longest.TotalSeconds.ShouldBeInRange(9.8, 10.2);
            step.Duration.P50.ShouldBe(TimeSpan.Zero);
            steps.Sum(one => one.Waiting.Count).ShouldBe(steps.Sum(one => one.Ended));
        }
    }

    [Fact]
    public async Task The_time_a_job_waited_ends_with_the_start_of_its_attempt()
    {
        var engine = await StartAsync(new EngineSetup { Queues = [] });
        await engine.EnqueueAsync(new Work("late"));
        Time.Advance(TimeSpan.FromSeconds(30));
        var worker = await StartAsync();
        await worker.UntilCompletedAsync(1);
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        var steps = await engine.Admin.StatisticsAsync();

        steps.Single(step => step.Waiting.Count > 0).Waiting.P99.TotalSeconds.ShouldBeInRange(29.4, 30.6);
    }

    [Fact]
    public async Task Kinds_and_queues_are_told_apart_or_picked()
    {
        var engine = await StartAsync(new EngineSetup { Queues = new() { ["default"] = 1, ["mail"] = 1 } });
        await engine.EnqueueAsync(new Work("a"));
        await engine.EnqueueAsync(new Work("b"), new() { Queue = "mail" });
        await engine.EnqueueAsync(new Work("c"), new() { Queue = "mail" });
        await engine.UntilCompletedAsync(3);
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        var apart = await engine.Admin.StatisticsAsync(new StatisticsQuery { Apart = true });
        var mail = await engine.Admin.StatisticsAsync(new StatisticsQuery { Queue = "mail", Name = "work" });
        var none = await engine.Admin.StatisticsAsync(new StatisticsQuery { Name = "nobody" });

        apart.Select(one => (one.Name, one.Queue, one.Completed)).ShouldBe([("work", "default", 1L), ("work", "mail", 2L)]);
        mail.Sum(one => one.Completed).ShouldBe(2);
        none.Sum(one => one.Ended).ShouldBe(0);
    }

    [Fact]
    public async Task A_process_that_stops_writes_its_last_minute()
    {
        var (engine, other) = (await StartAsync(), await StartAsync(new EngineSetup { Queues = [] }));
        await engine.EnqueueAsync(new Work("a"));
        await engine.UntilCompletedAsync(1);

        await engine.StopAsync();

        (await other.Admin.StatisticsAsync()).Sum(step => step.Completed).ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_counted_or_written_where_it_is_off()
    {
        var engine = await StartAsync(new EngineSetup { Configuration = new() { ["Ostinato:Statistics:Enabled"] = "false" } });
        await engine.EnqueueAsync(new Work("a"));
        await engine.UntilCompletedAsync(1);
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        await engine.StopAsync();

        var rows = await Memory.Statistics.ReadAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CancellationToken.None);

        rows.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("00:00:30", "01:00:00", "The step is 00:00:30; it must be at least 00:01:00.")]
    [InlineData("00:01:00", "00:00:00", "there are 0 steps of 00:01:00; it must be 1 to 100,000.")]
    [InlineData("00:01:00", "100.00:00:00", "there are 144,000 steps of 00:01:00; it must be 1 to 100,000.")]
    public async Task A_question_that_makes_no_sense_is_refused(string step, string period, string why)
    {
        var engine = await StartAsync();
        var query = new StatisticsQuery { Step = TimeSpan.Parse(step, null), Period = TimeSpan.Parse(period, null) };

        (await Should.ThrowAsync<ArgumentException>(() => engine.Admin.StatisticsAsync(query))).Message.ShouldContain(why);
    }

    [Fact]
    public async Task A_retention_out_of_range_is_refused_at_the_start()
    {
        var engine = Build(new EngineSetup { Configuration = new() { ["Ostinato:Statistics:Retention"] = "01:00:00" } });

        (await Should.ThrowAsync<OptionsValidationException>(() => engine.Host.StartAsync())).Message
            .ShouldBe("Ostinato:Statistics:Retention is 01:00:00; it must be 1.00:00:00 to 366.00:00:00.");
    }
}
