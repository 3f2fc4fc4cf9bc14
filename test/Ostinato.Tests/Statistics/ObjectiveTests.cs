using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Ostinato.Tests.Statistics;

/// <summary>Promises about queues, and who is told when they are not kept.</summary>
public sealed class ObjectiveTests : EngineTest
{
    private static readonly EngineSetup Promising = new()
    {
        Services = services => services.AddHealthChecks().AddOstinato(),
        Configure = o => o.Objective("default", TimeSpan.FromSeconds(5), percent: 95),
    };

    [Fact]
    public async Task While_jobs_start_in_time_nothing_burns()
    {
        var engine = await StartAsync(Promising);
        await engine.EnqueueAsync(new Work("a"));
        await engine.UntilCompletedAsync(1);
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        var status = (await engine.Admin.ObjectivesAsync()).ShouldHaveSingleItem();

        (status.Queue, status.BurnRate, status.BurnRateInAnHour, status.IsBurning).ShouldBe(("default", 0d, 0d, false));
        (await HealthAsync(engine)).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Jobs_that_started_late_degrade_health_and_are_told_by_the_doctor()
    {
        var client = await StartAsync(Promising with { Queues = [] });
        await client.EnqueueAsync(new Work("late"));
        Time.Advance(TimeSpan.FromSeconds(30));
        var worker = await StartAsync(Promising);
        await worker.UntilCompletedAsync(1);
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        var status = (await client.Admin.ObjectivesAsync()).ShouldHaveSingleItem();
        status.BurnRate.ShouldBe(20, 0.001, "all of them were late, and one in twenty may be");
        status.MaxBurnRate.ShouldBe(10, 0.001);
        status.IsBurning.ShouldBeTrue();
        (await HealthAsync(client)).Status.ShouldBe(HealthStatus.Degraded);
        (await client.Admin.DiagnoseAsync()).Single(finding => finding.Code == "objective-burning").Text.ShouldBe(
            "Queue 'default' is to start 95 % of its jobs within 00:00:05. Late are 20 times as many as may be in the last five minutes, "
            + "and 20 times in the last hour.");

        await AdvanceAsync(TimeSpan.FromMinutes(7));
        (await client.Admin.ObjectivesAsync()).Single().IsBurning.ShouldBeFalse("the last five minutes are well again");
    }

    [Fact]
    public async Task Jobs_that_wait_and_do_not_start_are_late_too_unless_the_queue_is_paused()
    {
        var client = await StartAsync(Promising with { Queues = [] });
        await client.EnqueueAsync(new Work("a"));
        Time.Advance(TimeSpan.FromSeconds(4));
        (await client.Admin.ObjectivesAsync()).Single().BurnRate.ShouldBe(0);
        Time.Advance(TimeSpan.FromSeconds(4));

        (await client.Admin.ObjectivesAsync()).Single().IsBurning.ShouldBeTrue();
        await client.Admin.Queues.PauseAsync("default");
        (await client.Admin.ObjectivesAsync()).Single().IsBurning.ShouldBeFalse();
    }

    [Fact]
    public async Task The_burn_rate_is_a_metric()
    {
        var rates = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "ostinato.objective.burn_rate")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => rates.Add($"{tags[0].Value} {tags[1].Value} {value}"));
        listener.Start();
        var queue = $"slow-{Guid.NewGuid():n}";
        var engine = await StartAsync(new EngineSetup { Configure = o => o.Objective(queue, TimeSpan.FromSeconds(1), percent: 90) });
        await engine.EnqueueAsync(new Work("a"), new() { Queue = queue });
        await AdvanceAsync(TimeSpan.FromSeconds(31));

        listener.RecordObservableInstruments();

        rates.Where(rate => rate.StartsWith(queue, StringComparison.Ordinal)).Order().Select(rate => rate[(queue.Length + 1)..].Split('.')[0])
            .ShouldBe(["1h 10", "5m 10"], "the one that waits is late");
    }

    [Fact]
    public async Task The_configuration_adds_objectives_and_changes_those_of_the_code()
    {
        var engine = await StartAsync(Promising with
        {
            Configuration = new()
            {
                ["Ostinato:Objectives:DEFAULT:Percent"] = "99.9",
                ["Ostinato:Objectives:mail:StartWithin"] = "00:00:01",
                ["Ostinato:Objectives:mail:MaxBurnRate"] = "6",
            },
        });

        (await engine.Admin.ObjectivesAsync()).Select(status => $"{status.Queue} {status.StartWithin} {status.Percent} {status.MaxBurnRate}")
            .ShouldBe(["default 00:00:05 99.9 14.4", "mail 00:00:01 99 6"]);
    }

    [Theory]
    [InlineData("mail:Percent", "100", "Ostinato:Objectives:mail:Percent is 100; it must be 1 to 99.999.")]
    [InlineData("mail:StartWithin", "00:00:00", "Ostinato:Objectives:mail:StartWithin is 00:00:00; it must be 00:00:00.0010000 to 30.00:00:00.")]
    [InlineData("mail:Percent", "most", "Configuration Ostinato:Objectives:mail:Percent is 'most'; it must be a number such as 50 or 0.5.")]
    [InlineData("mail:Within", "1", "Configuration Ostinato:Objectives:mail:Within is no setting. Ostinato:Objectives:mail has StartWithin, Percent, MaxBurnRate.")]
    [InlineData("no queue:Percent", "99", "Ostinato:Objectives has 'no queue', which is not a queue name: 1 to 100 characters of a-z A-Z 0-9 . _ : -")]
    public async Task An_objective_that_makes_no_sense_stops_the_start(string key, string value, string why)
    {
        var engine = Build(new EngineSetup { Configuration = new() { [$"Ostinato:Objectives:{key}"] = value } });

        var error = await Should.ThrowAsync<Exception>(() => engine.Host.StartAsync());

        (error is OptionsValidationException or OstinatoConfigurationException).ShouldBeTrue(error.ToString());
        error.Message.ShouldBe(why);
    }

    private static async Task<HealthReportEntry> HealthAsync(Engine engine) =>
        (await engine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["ostinato-ready"];
}
