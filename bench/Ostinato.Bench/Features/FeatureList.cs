using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.Bench.Features;

/// <summary>Every feature that is measured, by name.</summary>
internal static class FeatureList
{
    public static IReadOnlyList<Feature> All { get; } =
    [
        new("deadline") { Options = new() { DeadlineIn = TimeSpan.FromHours(1), StopAtDeadline = true } },
        new("history-off") { Configure = ostinato => ostinato.Services.Configure<StatisticsOptions>(options => options.Enabled = false) },
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
    ];

    public static IEnumerable<string> Names => All.Select(feature => feature.Name);

    public static Feature Find(string? name) => name is null ? Feature.Off : All.First(feature => feature.Name == name);
}
