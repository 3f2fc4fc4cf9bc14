using System.Net.Http.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Ostinato;

namespace Observed.Tests;

/// <summary>The sample exports by OTLP, and what arrives tells of its jobs.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("observed").FullName;
    private Collector _collector = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _collector = await Collector.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Spans_links_and_metrics_of_jobs_arrive_at_the_collector()
    {
        await WriteAsync("a.md", "one two three");
        await WriteAsync("b.md", "four");
        Started started;
        await using (var sample = Start())
        {
            using var client = sample.CreateClient();
            using var response = await client.PostAsync($"/counts?folder={Uri.EscapeDataString(_folder)}", null, Ct);
            started = (await response.Content.ReadFromJsonAsync<Started>(Ct))!;
            await UntilCompletedAsync(sample.Services.GetRequiredService<IJobAdmin>(), 2);
        }

        started.Files.ShouldBe(2);
        await UntilAsync(() => _collector.Count("traces", "process texts") == 2 && _collector.All("metrics").Length > 0);
        _collector.Count("traces", "count the words of a folder").ShouldBe(1);
        _collector.Count("traces", "send texts").ShouldBe(2);
        _collector.Count("traces", "process texts").ShouldBe(2);
        _collector.Count("traces", "count-words").ShouldBeGreaterThanOrEqualTo(4);

        // The request, its own span, two that send, and the links of two attempts, which are traces of their own.
        _collector.CountHex("traces", started.Trace.ShouldNotBeNull()).ShouldBe(6);
        foreach (var instrument in new[]
        {
            "messaging.client.sent.messages", "messaging.client.consumed.messages", "messaging.process.duration", "ostinato.job.queue_time",
            "ostinato.exchange.duration",
        })
        {
            _collector.Count("metrics", instrument).ShouldBeGreaterThan(0, instrument);
        }
    }

    private static async Task UntilCompletedAsync(IJobAdmin admin, int count)
    {
        var done = 0L;
        while (done < count)
        {
            await Task.Delay(Glance, TimeProvider.System, Ct);
            done = (await admin.Queues.ListAsync(Ct)).Sum(queue => queue.Counts.GetValueOrDefault(JobState.Completed));
        }
    }

    // What is exported at the end of the application arrives a moment later.
    private static async Task UntilAsync(Func<bool> isSo)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!isSo() && TimeProvider.System.GetElapsedTime(since) < Patience)
        {
            await Task.Delay(Glance, TimeProvider.System, Ct);
        }
    }

    private WebApplicationFactory<WordCounts> Start() => new WebApplicationFactory<WordCounts>().WithWebHostBuilder(host => host
        .UseSetting("Database", $"Data Source={Path.Combine(_folder, "observed.db")};Pooling=False")
        .UseSetting("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Address)
        .UseSetting("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text, Ct);
}
