using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ostinato.Bench.Features;

/// <summary>Every feature that is measured, by name.</summary>
internal static class FeatureList
{
    public static IReadOnlyList<Feature> All { get; } =
    [
        new("breaker") { Configure = ostinato => ostinato.Breaker("bench.no-op", _ => { }) },
        new("checkpoint") { Payload = number => new Marching(number) },
        new("deadline") { Options = new() { DeadlineIn = TimeSpan.FromHours(1), StopAtDeadline = true } },
        new("encrypted") { Payload = number => new Secret(number) },
        new("final") { Configure = ostinato => ostinato.OnFinal(static (_, _) => default) },
        new("history-off") { Configure = ostinato => ostinato.Services.Configure<StatisticsOptions>(options => options.Enabled = false) },
        new("lines")
        {
            Configure = ostinato => ostinato.CaptureLogs(logs => logs.Level = LogLevel.Information),
            Payload = number => new Logging(number),
        },
        new("lines-off") { Payload = number => new Logging(number) },
        new("observer") { Configure = ostinato => ostinato.AddObserver<Watcher>() },
        new("progress") { Payload = number => new Reporting(number) },
        new("redacted") { Payload = number => new Discreet(number) },
        new("result") { Payload = number => new Answering(number) },
        new("schedules")
        {
            Configure = ostinato =>
            {
                for (var number = 0; number < 50; number++)
                {
                    ostinato.Cron($"bench-{number}", "* * * * * *", new Tick());
                }
            },
        },
        new("version") { Payload = number => new SecondVersion(number) },
    ];

    public static IEnumerable<string> Names => All.Select(feature => feature.Name);

    public static Feature Find(string? name) => name is null ? Feature.Off : All.First(feature => feature.Name == name);
}
