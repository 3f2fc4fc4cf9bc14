using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.AspNetCore.Tests;

public sealed class JobBacklogTests : IAsyncDisposable
{
    private WebApplication? _app;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Each_queue_has_its_numbers()
    {
        using var client = await StartAsync();

        using var json = JsonDocument.Parse(await client.GetStringAsync("/jobs/backlog", Ct));

        var mail = json.RootElement.GetProperty("queues").GetProperty("mail");
        mail.GetProperty("waiting").GetInt64().ShouldBe(2);
        mail.GetProperty("neededSlots").GetInt64().ShouldBe(1);
        mail.GetProperty("slots").GetInt64().ShouldBe(0);
        mail.GetProperty("drainSeconds").ValueKind.ShouldBe(JsonValueKind.Null);
        mail.GetProperty("paused").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task One_queue_is_one_flat_object_and_zeros_where_nothing_is_known_of_it()
    {
        using var client = await StartAsync();

        (await NumberAsync(client, "mail", "waiting")).ShouldBe(2);
        (await NumberAsync(client, "nobody", "waiting")).ShouldBe(0);
        (await NumberAsync(client, "nobody", "neededSlots")).ShouldBe(0);
    }

    [Fact]
    public async Task Who_prefers_text_gets_it_as_prometheus_reads_it()
    {
        using var client = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/jobs/backlog") { Headers = { { "Accept", "text/plain;version=0.0.4" } } };

        using var response = await client.SendAsync(request, Ct);

        var lines = (await response.Content.ReadAsStringAsync(Ct)).Split('\n');
        lines.ShouldContain("# TYPE ostinato_backlog_waiting gauge");
        lines.ShouldContain("ostinato_backlog_waiting{queue=\"mail\"} 2");
        lines.ShouldContain("ostinato_backlog_needed_slots{queue=\"mail\"} 1");
        lines.ShouldNotContain(line => line.StartsWith("ostinato_backlog_drain_seconds{", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_is_told_without_authorization_unless_the_application_says_so()
    {
        using var client = await StartAsync(isAnonymous: false);

        var answer = () => client.GetAsync("/jobs/backlog", Ct);

        // As with every endpoint that asks for it, an application without authorization is told so.
        (await Should.ThrowAsync<InvalidOperationException>(answer)).Message.ShouldContain("authorization");
    }

    [Fact]
    public void A_time_out_of_range_is_refused_when_it_is_mapped()
    {
        using var app = WebApplication.Create();

        Should.Throw<ArgumentException>(() => app.MapJobBacklog("/jobs/backlog", options => options.StartWithin = TimeSpan.Zero))
            .Message.ShouldStartWith("StartWithin is 00:00:00; it must be 00:00:01 to 1.00:00:00.");
    }

    private static async Task<long> NumberAsync(HttpClient client, string queue, string member)
    {
        using var response = await client.GetAsync($"/jobs/backlog?queue={queue}", Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Ct));
        json.RootElement.GetProperty("queue").GetString().ShouldBe(queue);
        return json.RootElement.GetProperty(member).GetInt64();
    }

    private async Task<HttpClient> StartAsync(bool isAnonymous = true)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddOstinato(o => o.UseMemory().AddJobs());
        _app = builder.Build();
        var route = _app.MapJobBacklog("/jobs/backlog");
        if (isAnonymous)
        {
            route.AllowAnonymous();
        }

        await _app.StartAsync(Ct);
        var jobs = _app.Services.GetRequiredService<IJobClient>();
        await jobs.EnqueueAsync(new Render("a"), new EnqueueOptions { Queue = "mail" }, null, Ct);
        await jobs.EnqueueAsync(new Render("b"), new EnqueueOptions { Queue = "mail" }, null, Ct);
        return _app.GetTestClient();
    }
}
