using static Ostinato.Testing.Tests.Manifest.Code;

namespace Ostinato.Testing.Tests.Manifest;

/// <summary>The file beside the code, from its first day on.</summary>
public sealed class JobManifestTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ostinato-");

    private string File => Path.Combine(_folder.FullName, "ostinato.jobs.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_missing_file_is_told_and_written_when_that_is_asked_for()
    {
        (await RefusedAsync(Renewal.None, Job<Old.Render>())).ShouldBe(
            $"There is no manifest of jobs at {File}. Run the test once with OSTINATO_UPDATE_MANIFEST=1, and commit the file.");

        await VerifyAsync(Renewal.Compatible, Job<Old.Render>());

        (await System.IO.File.ReadAllTextAsync(File)).ShouldBe(
            """
            {
              "format": 1,
              "jobs": {
                "render": {
                  "versions": {
                    "1": {
                      "root": "Render",
                      "types": {
                        "Render": {
                          "members": {
                            "doc": "string",
                            "dpi": "int32"
                          }
                        }
                      }
                    }
                  }
                }
              }
            }

            """.ReplaceLineEndings("\n"));
        await VerifyAsync(Renewal.None, Job<Old.Render>());
    }

    [Fact]
    public async Task A_change_that_harms_nothing_is_to_be_written_down()
    {
        await VerifyAsync(Renewal.Compatible, Job<Old.Render>());

        (await RefusedAsync(Renewal.None, Job<More.Render>())).ShouldBe(
            """
            ostinato.jobs.json does not know of changes that harm no stored job.
              render, payload, member 'color': was not there, is string, optional.
                Stored payloads are read without it.
            Run the test with OSTINATO_UPDATE_MANIFEST=1, and commit the file.
            """, StringCompareShould.IgnoreLineEndings);

        await VerifyAsync(Renewal.Compatible, Job<More.Render>());
        await VerifyAsync(Renewal.None, Job<More.Render>());
    }

    [Fact]
    public async Task A_change_that_harms_is_told_with_its_job_its_member_and_the_remedy()
    {
        await VerifyAsync(Renewal.Compatible, Job<Old.Render>());

        (await RefusedAsync(Renewal.None, Job<Renamed.Render>())).ShouldBe(
            """
            This code cannot run all jobs that are stored as ostinato.jobs.json has them.
              render, payload, member 'documentId': was not there, is string, required.
                Stored payloads do not have it, and cannot be read without it.
                Write Version = 2 and, on Render, [UpcastFrom(1)] internal static void FromVersion1(JsonObject payload) => …;
              render, payload, member 'doc': was string, required, is not there.
                What is stored there would be skipped. 'documentId' is new and alike.
                Write Version = 2 and, on Render, [UpcastFrom(1)] internal static void FromVersion1(JsonObject payload) => payload.Rename("doc", "documentId"); or write [JsonPropertyName("doc")] on 'documentId'.
            Where no such job is stored anywhere, OSTINATO_UPDATE_MANIFEST=all renews the manifest all the same.
            """, StringCompareShould.IgnoreLineEndings);
    }

    [Fact]
    public async Task A_change_that_harms_is_written_down_only_by_force()
    {
        await VerifyAsync(Renewal.Compatible, Job<Old.Render>());
        await RefusedAsync(Renewal.Compatible, Job<Worded.Render>());
        await RefusedAsync(Renewal.None, Job<Worded.Render>());

        await VerifyAsync(Renewal.All, Job<Worded.Render>());

        await VerifyAsync(Renewal.None, Job<Worded.Render>());
    }

    [Fact]
    public async Task A_new_version_keeps_the_shape_of_the_one_before_and_tries_its_upcaster_for_ever()
    {
        await VerifyAsync(Renewal.Compatible, Job<Old.Render>());
        var renamed = Job<Renamed.Render>(version: 2, upcast: payload => payload.Rename("doc", "documentId"));

        await VerifyAsync(Renewal.Compatible, renamed);

        (await ReadAsync())[0].Versions.Keys.ShouldBe([1, 2]);
        var told = await RefusedAsync(
            Renewal.None, Job<Renamed.Render>(version: 2, upcast: payload => payload.Rename("document", "documentId")));
        told.ShouldContain("""A payload of version 1 such as {"doc":"text","dpi":-2147483648} cannot be read:""");
        told.ShouldContain("JSON deserialization for type");
    }

    [Fact]
    public async Task An_upcaster_that_throws_is_told_by_its_name()
    {
        await VerifyAsync(Renewal.Compatible, Job<Old.Render>());

        (await RefusedAsync(Renewal.All, Job<Old.Render>(version: 2, upcast: payload => _ = payload["doc"]!.GetValue<string>().Split('/')[1])))
            .ShouldContain("the upcaster from version 1 of 'render' (Upcast) failed with IndexOutOfRangeException");
    }

    [Fact]
    public async Task Examples_that_are_written_by_hand_stand_for_those_that_are_made_up()
    {
        await VerifyAsync(Renewal.Compatible, Job<Old.Render>());
        var picky = Job<Old.Render>(version: 2, upcast: payload => payload["doc"] = payload["doc"]!.GetValue<string>().Split('/')[1]);
        var text = await System.IO.File.ReadAllTextAsync(File);
        await System.IO.File.WriteAllTextAsync(File, text.Replace(
            "\"root\":", """ "examples": [{ "doc": "folder/a", "dpi": 1 }], /* by hand */ "root":""", StringComparison.Ordinal));

        await VerifyAsync(Renewal.Compatible, picky);

        await VerifyAsync(Renewal.None, picky);
        (await ReadAsync())[0].Versions[1].Examples.ShouldHaveSingleItem().ToJsonString().ShouldBe("""{"doc":"folder/a","dpi":1}""");
    }

    [Fact]
    public async Task A_file_that_is_no_manifest_is_left_alone()
    {
        foreach (var text in new[] { "", "[]", "{", """{"format":2,"jobs":{}}""", """{"format":1,"jobs":{"a":{"versions":{}}}}""",
            """{"format":1,"jobs":{"a":{"versions":{"1":{"root":"Nothing"}}}}}""", """{"format":1,"jobs":{"a":{"versions":{"x":{}}}}}""" })
        {
            await System.IO.File.WriteAllTextAsync(File, text);

            (await RefusedAsync(Renewal.All, Job<Old.Render>())).ShouldStartWith($"{File} is no manifest of jobs: ");

            (await System.IO.File.ReadAllTextAsync(File)).ShouldBe(text);
        }
    }

    [Fact]
    public async Task Jobs_are_those_that_an_application_registers()
    {
        await System.IO.File.WriteAllTextAsync(File, ManifestText.Write([]));

        var report = await JobManifest.CompareAsync(o => o.AddJob(Job<Old.Render>()).AddJob(Job<More.Render>("draw")), File);

        report.IsCompatible.ShouldBeTrue();
        report.Changes.Select(change => (change.Job, change.Why)).ShouldBe([("draw", "It is a new job."), ("render", "It is a new job.")]);
    }

    [Theory]
    [InlineData(null, null, "None")]
    [InlineData("0", "true", "None")]
    [InlineData("1", null, "Compatible")]
    [InlineData("all", "false", "All")]
    public void The_file_is_renewed_when_a_person_says_so(string? wish, string? server, string expected) =>
        RenewalRequest.In(name => name == "CI" ? server : wish).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("yes", null, "OSTINATO_UPDATE_MANIFEST is 'yes'. Say 1 ")]
    [InlineData("1", "true", "OSTINATO_UPDATE_MANIFEST is set on a build server")]
    public void The_file_is_never_renewed_on_a_build_server(string wish, string? server, string message) =>
        Should.Throw<JobAssertionException>(() => RenewalRequest.In(name => name == "CI" ? server : wish)).Message.ShouldStartWith(message);

    [Fact]
    public void A_path_is_looked_for_beside_the_source_file_also_where_its_path_was_mapped()
    {
        var tests = _folder.CreateSubdirectory("test").CreateSubdirectory("App.Tests");
        var expected = Path.Combine(tests.FullName, "jobs.json");

        ManifestPath.Find("jobs.json", Path.Combine(tests.FullName, "T.cs"), "/").ShouldBe(expected);
        ManifestPath.Find("jobs.json", "/_/test/App.Tests/T.cs", Path.Combine(_folder.FullName, "artifacts", "bin")).ShouldBe(expected);
        ManifestPath.Find(expected, "/_/nowhere/T.cs", "/").ShouldBe(expected);
        Should.Throw<JobAssertionException>(() => ManifestPath.Find("jobs.json", "/nowhere/T.cs", _folder.FullName)).Message
            .ShouldContain("Give its full path");
    }

    private Task VerifyAsync(Renewal renewal, params JobDefinition[] jobs) =>
        ManifestFile.VerifyAsync(jobs, File, renewal, TestContext.Current.CancellationToken);

    private async Task<string> RefusedAsync(Renewal renewal, params JobDefinition[] jobs)
    {
        var before = System.IO.File.Exists(File) ? await System.IO.File.ReadAllTextAsync(File) : "";
        if (renewal is Renewal.All && before.Contains("\"render\"", StringComparison.Ordinal))
        {
            return ManifestComparison.Compare(await ReadAsync(), jobs).ToString();
        }

        var error = await Should.ThrowAsync<JobAssertionException>(() => VerifyAsync(renewal, jobs));
        (System.IO.File.Exists(File) ? await System.IO.File.ReadAllTextAsync(File) : "").ShouldBe(before);
        return error.Message;
    }

    private async Task<IReadOnlyList<ManifestJob>> ReadAsync() =>
        (await ManifestFile.ReadAsync(File, TestContext.Current.CancellationToken))!;
}
