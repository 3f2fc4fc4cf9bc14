using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Ostinato.Testing;

namespace Ostinato.Docs.Snippets;

#region version
[Job("render", Version = 3)]
public sealed record Render(Guid DocumentId, int Dpi, string Format)
{
    [UpcastFrom(1)]
    internal static void FromVersion1(JsonObject payload) => payload.Rename("doc", "documentId");

    [UpcastFrom(2)]
    internal static void FromVersion2(JsonObject payload)
    {
        payload["dpi"] = payload["quality"]?.GetValue<string>() == "print" ? 300 : 96;
        payload["format"] = "pdf";
    }
}
#endregion

internal sealed class RenderHandler : IJobHandler<Render>
{
    public Task HandleAsync(Render job, JobContext context, CancellationToken ct) => Task.CompletedTask;
}

public sealed class TestsOfVersions
{
    #region version-test
    [Fact]
    public async Task What_version_1_has_stored_is_rendered()
    {
        var attempt = await JobTest.PerformStoredAsync("render", version: 1, """{ "doc": "8f7a3b1e-0000-4000-8000-000000000000" }""", o => o.AddJobs());

        attempt.Payload.ShouldBe(new Render(new("8f7a3b1e-0000-4000-8000-000000000000"), 96, "pdf"));
    }
    #endregion
}

internal static class ManifestOfJobs
{
    #region manifest
    public static Task Every_stored_job_can_still_be_run() => JobManifest.VerifyAsync(o => o.AddJobs(), "ostinato.jobs.json");
    #endregion
}

internal static class VersionsByHand
{
    public static void Add(OstinatoBuilder o, JsonTypeInfo<Render> json)
    {
        #region version-by-hand
        o.AddJob(new JobDefinition<Render>("render", json)
        {
            Version = 3,
            Upcasters = [JobUpcaster.From(1, Render.FromVersion1), JobUpcaster.From(2, Render.FromVersion2)],
        });
        #endregion
    }
}
