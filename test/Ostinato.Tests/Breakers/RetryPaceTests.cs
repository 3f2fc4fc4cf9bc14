using Microsoft.Extensions.DependencyInjection;
using Ostinato.Breakers;

namespace Ostinato.Tests.Breakers;

public sealed class RetryPaceTests : EngineTest
{
    [Fact]
    public void Ten_thousand_that_fail_in_one_second_come_back_so_many_a_second_and_none_earlier()
    {
        var pace = new RetryPace(50, Time);
        var random = new Random(7);
        List<(TimeSpan Asked, TimeSpan Placed)> waits = [];
        for (var job = 0; job < 10_000; job++)
        {
            var asked = TimeSpan.FromSeconds(15 + (4 * random.NextDouble()));
            waits.Add((asked, pace.Place(asked, random.NextDouble())));
        }

        waits.ShouldAllBe(wait => wait.Placed >= wait.Asked);
        var seconds = waits.CountBy(wait => (long)wait.Placed.TotalSeconds).ToList();
        seconds.ShouldAllBe(second => second.Value <= 50);
        seconds.Count.ShouldBe(200, "no second in between is left empty");
    }

    [Theory]
    [InlineData(0.25, 40)]
    [InlineData(1.5, 6)]
    [InlineData(100, 1)]
    public void A_rate_may_be_no_whole_number(double rate, int seconds)
    {
        var pace = new RetryPace(rate, Time);

        var last = Enumerable.Range(0, Math.Max(1, (int)(rate * seconds))).Max(_ => pace.Place(TimeSpan.Zero, 0));

        last.TotalSeconds.ShouldBeInRange(seconds - (1 / rate) - 1, seconds);
    }

    [Fact]
    public void Processes_share_it()
    {
        var pace = new RetryPace(100, Time) { Processes = 4 };

        var waits = Enumerable.Range(0, 250).Select(_ => pace.Place(TimeSpan.FromSeconds(10), 0.5)).ToList();

        waits.CountBy(wait => (long)wait.TotalSeconds).ShouldAllBe(second => second.Value == 25);
    }

    [Fact]
    public void What_has_room_is_left_as_it_is_also_later()
    {
        var pace = new RetryPace(1, Time);
        var wait = TimeSpan.FromSeconds(3.7);
        pace.Place(wait, 0).ShouldBe(wait);
        pace.Place(wait, 0.5).ShouldBe(TimeSpan.FromSeconds(4.5));

        Time.Advance(TimeSpan.FromMinutes(1));

        pace.Place(wait, 0).ShouldBe(wait);
    }

    [Fact]
    public async Task Jobs_that_fail_together_come_back_at_the_pace_that_is_set()
    {
        var dependency = new Dependency(Time) { IsDown = true };
        var setup = new EngineSetup
        {
            Queues = new() { ["default"] = 100 },
            Configure = o => o.Use<NeedsDependency>().LimitRetries("work", 20).UseBackoff<Work>(Backoff.Constant(TimeSpan.FromSeconds(10))),
            Services = services => services.AddSingleton(dependency),
        };
        var (one, two) = (await StartAsync(setup), await StartAsync(setup));
        await AdvanceAsync(TimeSpan.FromSeconds(5));
        await one.Jobs.EnqueueManyAsync(Enumerable.Range(0, 1_000).Select(number => new Work($"{number}")), CancellationToken.None);
        await Eventually.TrueAsync(() => dependency.Calls.Count == 1_000, "all have failed once");
        await SettleAsync();
        dependency.IsDown = false;

        await AdvanceAsync(TimeSpan.FromMinutes(3));

        var retries = dependency.Calls.Skip(1_000).ToList();
        retries.Count.ShouldBe(1_000);
        var perSecond = retries.CountBy(call => call.At.ToUnixTimeSeconds()).ToList();
        perSecond.ShouldAllBe(second => second.Value <= 22, "two processes, each with its half, and a job may fall into the next second");
        (await one.Admin.Queues.ListAsync()).Single().Counts[JobState.Completed].ShouldBe(1_000);
        (await two.Admin.ProcessesAsync()).Count.ShouldBe(2);
    }
}
