using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;

namespace Ostinato.Docs;

/// <summary>The pages of docs/reference say what the code says.</summary>
public sealed partial class ReferenceTests
{
    private static readonly Type[] Options =
    [
        typeof(WorkerOptions), typeof(QueueOptions), typeof(RetentionOptions), typeof(ClientOptions), typeof(HealthOptions),
        typeof(StatisticsOptions), typeof(JobLogOptions), typeof(BreakerOptions), typeof(ObserverOptions), typeof(QueueObjective),
        typeof(SqliteStoreOptions), typeof(PostgreSqlStoreOptions),
    ];

    [Fact]
    public void Every_option_is_in_the_page_with_its_default()
    {
        var page = Repository.Text("docs/reference/configuration.md");

        var missing = Options.SelectMany(type => Defaults(type)).Where(option => !IsInTable(page, option.Name, option.Default));

        missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_instrument_is_in_the_page_with_its_unit()
    {
        var found = new List<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => found.Add(instrument) };
        listener.Start();
        using var host = Host.CreateDefaultBuilder()
            .ConfigureServices(services => services.AddOstinato(o => o.UseMemory().AddWorker(w => w.Queue("default"))))
            .Build();
        await host.StartAsync();
        await host.StopAsync();
        var page = Repository.Text("docs/reference/metrics.md");

        var ours = found.Where(instrument => instrument.Meter.Name == "Ostinato").DistinctBy(instrument => instrument.Name).ToList();

        ours.Count.ShouldBeGreaterThan(10);
        ours.Where(instrument => !page.Contains($"| `{instrument.Name}` | {KindOf(instrument)} | {instrument.Unit} |", StringComparison.Ordinal))
            .Select(instrument => $"{instrument.Name} ({KindOf(instrument)}, {instrument.Unit})").ShouldBeEmpty();
        InstrumentRow().Matches(page).Select(match => match.Groups["name"].Value).Except(ours.Select(instrument => instrument.Name)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_log_event_is_in_the_page_with_its_level()
    {
        var page = Repository.Text("docs/reference/log-events.md");
        var events = Repository.Files("src", "*.cs").SelectMany(file => LogMessage().Matches(Repository.Text(file)))
            .Select(match => $"| {match.Groups["id"].Value} | {match.Groups["level"].Value} |").ToList();

        events.Count.ShouldBeGreaterThan(20);
        events.Where(row => !page.Contains(row, StringComparison.Ordinal)).ShouldBeEmpty();
        EventRow().Matches(page).Select(match => match.Value).Except(events).ShouldBeEmpty();
    }

    private static IEnumerable<(string Name, string Default)> Defaults(Type type)
    {
        var options = Activator.CreateInstance(type);
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => (property.Name, Text(property.GetValue(options))));
    }

    private static string Text(object? value) => value switch
    {
        null => "none",
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        TimeSpan duration => duration.ToString("c", CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static bool IsInTable(string page, string name, string value) => page.Split('\n').Any(line =>
        line.StartsWith('|') && line.Split('|') is { Length: > 3 } cells && cells[1].Contains($"{name}`", StringComparison.Ordinal)
        && cells[2].Trim().Trim('`') == value);

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" => "counter",
        "Histogram" => "histogram",
        "UpDownCounter" => "updowncounter",
        _ => "gauge",
    };

    [GeneratedRegex(@"^\| `(?<name>(messaging|ostinato)\.[\w.]+)` \| (counter|histogram|updowncounter|gauge) ", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?<id>\d+),\s*LogLevel\.(?<level>\w+)")]
    private static partial Regex LogMessage();

    [GeneratedRegex(@"^\| \d+ \| \w+ \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();
}
