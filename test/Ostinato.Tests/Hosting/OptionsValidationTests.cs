using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Ostinato.Tests.Hosting;

/// <summary>Wrong options stop the start, and the message names the place, the value and the range.</summary>
public sealed class OptionsValidationTests : EngineTest
{
    [Theory]
    [InlineData("Ostinato:Worker:Queues:default:Concurrency", "0", "1 to 10000")]
    [InlineData("Ostinato:Worker:HeartbeatInterval", "00:01:00", "00:00:00.1000000 to 00:00:10")]
    [InlineData("Ostinato:Worker:MissedBeats", "1", "2 to 100")]
    [InlineData("Ostinato:Worker:PoisonAfter", "0", "1 to 1000")]
    [InlineData("Ostinato:Worker:MaxPrefetch", "-1", "0 to 100000")]
    [InlineData("Ostinato:Worker:AbandonAfter", "01:00:00", "00:00:00 to 00:10:00")]
    [InlineData("Ostinato:Retention:StepSize", "0", "1 to 100000")]
    [InlineData("Ostinato:Retention:Interval", "00:00:00", "00:00:01 to 1.00:00:00")]
    [InlineData("Ostinato:Client:MaxPayloadBytes", "12", "1024 to 268435456")]
    [InlineData("Ostinato:Health:MaxBacklogAge", "-00:01:00", "00:00:01 to 365.00:00:00")]
    [InlineData("Ostinato:Storms:Breakers:work:Failures", "0", "1 to 1000000")]
    [InlineData("Ostinato:Storms:Breakers:work:LongestOpenFor", "00:00:10", "00:00:30 to 7.00:00:00")]
    [InlineData("Ostinato:Storms:RetriesPerSecond:work", "0", "0.001 to 1000000")]
    [InlineData("Ostinato:Logs:MaxAttemptBytes", "1000", "16384 to 1048576")]
    [InlineData("Ostinato:Logs:MaxLineBytes", "4097", "256 to 4096")]
    public async Task An_option_out_of_its_range_stops_the_start(string path, string value, string range)
    {
        var message = await RefusalAsync(path, value);

        message.ShouldContain(path);
        message.ShouldContain(range);
    }

    [Theory]
    [InlineData("Ostinato:Worker:MissedBeats", "many", "a whole number")]
    [InlineData("Ostinato:Worker:DrainTimeout", "20 s", "a duration")]
    [InlineData("Ostinato:Worker:DrainTimeout", "20", "a duration")]
    [InlineData("Ostinato:Worker:DrainTimout", "00:00:20", "Ostinato:Worker has Queues, DrainTimeout, ")]
    [InlineData("Ostinato:Retention:Complete", "00:00:20", "Ostinato:Retention has Completed, ")]
    [InlineData("Ostinato:Storms:Breakers:work:Failure", "5", "Ostinato:Storms:Breakers:work has Failures, ")]
    [InlineData("Ostinato:Storms:RetriesPerSecond:work", "many", "a number such as 50")]
    [InlineData("Ostinato:Logs:Level", "Info", "one of Trace, Debug, Information, Warning, Error, Critical, None")]
    [InlineData("Ostinato:Logs:Kinds:work", "All", "one of Trace, ")]
    [InlineData("Ostinato:Logs:Levels", "Debug", "Ostinato:Logs has Level, Kinds, ")]
    [InlineData("Ostinato:Worker:Queues:default", "20", "Write Ostinato:Worker:Queues:default:Concurrency.")]
    [InlineData("Ostinato:Worker:Queues:default:Concurency", "20", "Ostinato:Worker:Queues:default has Concurrency.")]
    public async Task Rubbish_in_the_configuration_is_named_with_its_path(string path, string value, string wanted)
    {
        var message = await RefusalAsync(path, value);

        message.ShouldContain(path);
        message.ShouldContain(wanted);
    }

    [Theory]
    [InlineData("Ostinato:Storms:Breakers:wrok:Failures", "5", "Ostinato:Storms:Breakers:wrok names no job of this process.")]
    [InlineData("Ostinato:Storms:RetriesPerSecond:wrok", "5", "Ostinato:Storms:RetriesPerSecond:wrok names no job of this process.")]
    [InlineData("Ostinato:Logs:Kinds:wrok", "Debug", "Ostinato:Logs:Kinds:wrok names no job of this process.")]
    public async Task A_setting_for_a_job_that_there_is_not_stops_the_start(string path, string value, string wanted) =>
        (await RefusalAsync(path, value)).ShouldContain(wanted);

    [Fact]
    public async Task A_drain_that_takes_longer_than_the_host_waits_stops_the_start()
    {
        var engine = Build(new EngineSetup
        {
            Worker = worker => worker.DrainTimeout = TimeSpan.FromSeconds(40),
            Services = services => services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30)),
        });

        (await Should.ThrowAsync<OptionsValidationException>(() => engine.Host.StartAsync())).Message.ShouldContain("HostOptions.ShutdownTimeout");
    }

    [Fact]
    public async Task A_host_that_waits_for_ever_leaves_room_for_any_drain()
    {
        var engine = await StartAsync(new()
        {
            Worker = worker => worker.DrainTimeout = TimeSpan.FromHours(1),
            Services = services => services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan),
        });

        await engine.UntilAsync(await engine.EnqueueAsync(new Work("a")), JobState.Completed);
    }

    [Fact]
    public async Task A_queue_that_code_does_not_name_is_taken_for_a_mistake()
    {
        (await RefusalAsync("Ostinato:Worker:Queues:defualt:Concurrency", "20")).ShouldContain(
            "Configuration Ostinato:Worker:Queues:defualt names no queue of this worker, which serves default. "
            + "Correct the name, or add the queue in code: AddWorker(w => w.Queue(\"defualt\")).");
    }

    [Fact]
    public async Task Queues_may_be_left_to_the_configuration()
    {
        var engine = await StartAsync(new()
        {
            Queues = [],
            Configure = o => o.AddWorker(_ => { }),
            Configuration = new() { ["Ostinato:Worker:Queues:mail:Concurrency"] = "50" },
        });

        (await engine.Admin.ProcessesAsync()).ShouldHaveSingleItem().Description.Queues.ShouldBe([new("mail", 50)]);
    }

    [Fact]
    public async Task A_queue_is_found_in_the_configuration_whatever_the_case_of_its_key()
    {
        var engine = await StartAsync(new()
        {
            Queues = new() { ["mail"] = 10 },
            Configuration = new() { ["Ostinato:Worker:Queues:MAIL:Concurrency"] = "50" },
        });

        (await engine.Admin.ProcessesAsync()).ShouldHaveSingleItem().Description.Queues.ShouldBe([new("mail", 50)]);
    }

    private async Task<string> RefusalAsync(string path, string value)
    {
        var engine = Build(new EngineSetup { Configuration = new() { [path] = value } });
        return (await Should.ThrowAsync<Exception>(() => engine.Host.StartAsync())).ToString();
    }
}
