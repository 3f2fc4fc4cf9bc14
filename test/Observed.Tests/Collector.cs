using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Observed.Tests;

/// <summary>Takes what is exported by OTLP over HTTP, and keeps the bytes.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _requests = new();
    private readonly WebApplication _app;

    private Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/{kind}", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            _requests.Enqueue((http.Request.Path, body.ToArray()));
            http.Response.ContentType = "application/x-protobuf";
        });
    }

    public string Address => _app.Urls.First();

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Everything that came, as hexadecimal text: names and numbers of traces stand in it as they are.</summary>
    public string All(string kind) => string.Concat(
        _requests.Where(request => request.Path == $"/v1/{kind}").Select(request => Convert.ToHexString(request.Body)));

    /// <summary>How often a text stands in what came.</summary>
    public int Count(string kind, string text) => CountHex(kind, Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>How often a number stands in what came.</summary>
    public int CountHex(string kind, string hex) =>
        All(kind).Split(hex.ToUpper(CultureInfo.InvariantCulture), StringSplitOptions.None).Length - 1;

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
