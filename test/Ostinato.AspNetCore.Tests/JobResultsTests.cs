using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.AspNetCore.Tests;

public sealed class JobResultsTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Gate _gate = new();
    private WebApplication? _app;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IJobClient Jobs => _app!.Services.GetRequiredService<IJobClient>();

    public async ValueTask DisposeAsync()
    {
        _gate.Open();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    [Fact]
    public async Task While_a_job_runs_the_answer_says_where_to_look_again()
    {
        using var client = await StartAsync();
        var id = await EnqueueAsync("a");

        using var response = await client.GetAsync($"/jobs/{id}", Ct);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        response.Headers.Location!.ToString().ShouldBe($"/jobs/{id}");
        response.Headers.RetryAfter!.ToString().ShouldBe("1");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var answer = await ReadAsync(response);
        (answer.GetProperty("id").GetString(), answer.GetProperty("name").GetString()).ShouldBe((id.ToString(), "render"));
        answer.TryGetProperty("result", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Once_it_has_ended_the_answer_has_its_result()
    {
        using var client = await StartAsync();
        var id = await EnqueueAsync("a");
        _gate.Open();
        await Jobs.ResultAsync<Rendered>(id, Patience, Ct);

        using var response = await client.GetAsync($"/jobs/{id}", Ct);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await ReadAsync(response);
        answer.GetProperty("state").GetString().ShouldBe("completed");
        answer.GetProperty("result").GetRawText().ShouldBe("""{"text":"a","pages":3}""");
    }

    [Fact]
    public async Task A_result_that_is_not_kept_any_more_is_gone_and_the_job_is_told()
    {
        using var client = await StartAsync();
        var id = await EnqueueAsync("a");
        _gate.Open();
        await Jobs.ResultAsync<Rendered>(id, Patience, Ct);
        (await _app!.Services.GetRequiredService<IJobStore>().Pruner.ExpireResultsAsync([id], TimeSpan.Zero, Ct)).ShouldBe(1);

        using var response = await client.GetAsync($"/jobs/{id}", Ct);

        response.StatusCode.ShouldBe(HttpStatusCode.Gone);
        var answer = await ReadAsync(response);
        (answer.GetProperty("state").GetString(), answer.GetProperty("resultExpired").GetBoolean()).ShouldBe(("completed", true));
        answer.TryGetProperty("result", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_client_may_prefer_to_wait_for_the_end()
    {
        using var client = await StartAsync(options => options.Allow = EndOnceItWasSeen);
        var id = await EnqueueAsync("a");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/jobs/{id}") { Headers = { { "Prefer", "respond-async, wait=20" } } };

        using var response = await client.SendAsync(request, Ct);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("Preference-Applied").ShouldBe(["wait=20"]);
    }

    [Fact]
    public async Task A_wait_ends_without_the_job()
    {
        using var client = await StartAsync(options => options.LongestWait = TimeSpan.FromMilliseconds(50));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/jobs/{await EnqueueAsync("a")}") { Headers = { { "Prefer", "wait=3600" } } };

        using var response = await client.SendAsync(request, Ct);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        response.Headers.GetValues("Preference-Applied").ShouldBe(["wait=0.05"]);
    }

    [Fact]
    public async Task A_client_may_follow_the_job_to_its_end()
    {
        using var client = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/jobs/{await EnqueueAsync("a")}")
        {
            Headers = { { "Accept", "text/event-stream" } },
        };

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await using var stream = await response.Content.ReadAsStreamAsync(Ct);
        var events = SseParser.Create(stream).EnumerateAsync(Ct).GetAsyncEnumerator(Ct);
        (await events.MoveNextAsync()).ShouldBeTrue();
        events.Current.EventType.ShouldBe("state");
        _gate.Open();
        while (events.Current.EventType != "end")
        {
            (await events.MoveNextAsync()).ShouldBeTrue();
        }

        JsonDocument.Parse(events.Current.Data).RootElement.GetProperty("result").GetProperty("pages").GetInt32().ShouldBe(3);
        (await events.MoveNextAsync()).ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_job_logs_is_told_to_whom_the_host_allows_it(bool isAllowed)
    {
        using var client = await StartAsync(options => options.AllowLines = (http, job) => isAllowed && job.Name == "render");
        var id = await EnqueueAsync("a");
        _gate.Open();
        await Jobs.ResultAsync<Rendered>(id, Patience, Ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/jobs/{id}") { Headers = { { "Accept", "text/event-stream" } } };

        using var response = await client.SendAsync(request, Ct);

        await using var stream = await response.Content.ReadAsStreamAsync(Ct);
        var events = await SseParser.Create(stream).EnumerateAsync(Ct).ToListAsync(Ct);
        var end = JsonDocument.Parse(events.ShouldHaveSingleItem().Data).RootElement;
        end.GetProperty("state").GetString().ShouldBe("completed");
        end.TryGetProperty("lines", out var lines).ShouldBe(isAllowed);
        if (isAllowed)
        {
            var line = lines.EnumerateArray().ShouldHaveSingleItem();
            line.EnumerateObject().Where(member => member.Name != "at").Select(member => $"{member.Name}={member.Value}").ShouldBe(
            [
                "attempt=1", "level=warning", "category=Press", "eventId=7", "text=page 1 is <pale>", "error=System.IO.IOException: no ink",
            ]);
        }

        using var plain = await client.GetAsync($"/jobs/{id}", Ct);
        (await plain.Content.ReadAsStringAsync(Ct)).ShouldNotContain("ink");
    }

    [Fact]
    public async Task A_client_sees_how_far_the_job_is()
    {
        using var client = await StartAsync();
        var id = await EnqueueAsync("a");
        await foreach (var job in _app!.Services.GetRequiredService<IJobAdmin>().Jobs.WatchAsync(id, Ct))
        {
            if (job.Progress is not null)
            {
                break;
            }
        }

        using var response = await client.GetAsync($"/jobs/{id}", Ct);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("progress").GetRawText()
            .ShouldBe("""{"done":2,"total":3,"message":"page two","attempt":1}""");
    }

    [Fact]
    public async Task What_a_handler_threw_is_nobodys_business()
    {
        using var client = await StartAsync();
        var id = await EnqueueAsync("secret");
        _gate.Open();
        await Should.ThrowAsync<JobFailedException>(() => Jobs.ResultAsync<Rendered>(id, Patience, Ct));

        using var response = await client.GetAsync($"/jobs/{id}", Ct);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(Ct)).ShouldNotContain("1234");
        (await ReadAsync(response)).GetProperty("state").GetString().ShouldBe("discarded");
    }

    [Theory]
    [InlineData("/jobs/987654321")]
    [InlineData("/jobs/no-job-at-all")]
    [InlineData("/jobs/-1")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        using var client = await StartAsync();

        using var response = await client.GetAsync(path, Ct);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_job_of_somebody_else_is_not_found()
    {
        using var client = await StartAsync(options => options.Allow =
            static (http, job) => job.Metadata.GetValueOrDefault("tenant") == http.Request.Headers["X-Tenant"].ToString());
        var id = (await Jobs.EnqueueAsync(
            new Render("a"), new() { Metadata = new Dictionary<string, string> { ["tenant"] = "blue" } }, null, Ct)).Id;

        (await StatusAsync(client, id, "red")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(client, id, "blue")).ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Without_authorization_nothing_is_told()
    {
        using var client = await StartAsync(isAnonymous: false);
        var id = await EnqueueAsync("a");

        (await Should.ThrowAsync<InvalidOperationException>(() => client.GetAsync($"/jobs/{id}", Ct))).Message.ShouldContain("authorization");
    }

    [Fact]
    public void A_route_without_an_id_is_refused()
    {
        var app = Build();

        Should.Throw<ArgumentException>(() => app.MapJobResults("/jobs/{number}")).Message
            .ShouldStartWith("The route '/jobs/{number}' of job results has no parameter {id}. Write it like /jobs/{id}.");
    }

    [Fact]
    public void A_wait_out_of_range_is_refused()
    {
        var app = Build();

        Should.Throw<ArgumentException>(() => app.MapJobResults("/jobs/{id}", options => options.LongestWait = TimeSpan.FromHours(1)))
            .Message.ShouldStartWith("LongestWait is 01:00:00; it must be 00:00:00 to 00:05:00.");
    }

    // The request has seen a job that has not ended, whatever is faster.
    private bool EndOnceItWasSeen(HttpContext http, JobInfo job)
    {
        _gate.Open();
        return true;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, JobId id, string tenant)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/jobs/{id}") { Headers = { { "X-Tenant", tenant } } };
        using var response = await client.SendAsync(request, Ct);
        return response.StatusCode;
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(Ct)).RootElement;

    private async Task<JobId> EnqueueAsync(string text) => (await Jobs.EnqueueAsync(new Render(text), null, null, Ct)).Id;

    private async Task<HttpClient> StartAsync(Action<JobResultsOptions>? configure = null, bool isAnonymous = true)
    {
        var app = Build();
        var route = app.MapJobResults("/jobs/{id}", configure);
        if (isAnonymous)
        {
            route.AllowAnonymous();
        }

        await app.StartAsync(Ct);
        return app.GetTestClient();
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRoutingCore().AddSingleton(_gate);
        builder.Services.AddLogging().AddOstinato(o => o
            .UseMemory()
            .AddJobs()
            .CaptureLogs(logs => logs.Level = LogLevel.Information)
            .AddWorker(worker => worker.Queue("default")));
        return _app = builder.Build();
    }
}
