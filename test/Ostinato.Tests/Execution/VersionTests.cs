using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Ostinato.Storage;

namespace Ostinato.Tests.Execution;

/// <summary>Builds of several ages over one store: each runs what it knows, and nothing is lost between them.</summary>
public sealed class VersionTests : EngineTest
{
    private const int NewerPayload = 330;
    private const int AnotherNewerPayload = 331;

    [Fact]
    public async Task New_code_upcasts_what_old_code_has_stored()
    {
        var old = await StartAsync(Version(1) with { Queues = [] });
        var id = await old.EnqueueAsync(new Drawing("a"));

        var renewed = await StartAsync(Version(2));

        var job = await renewed.UntilAsync(id, JobState.Completed);
        (job.Name, job.Version).ShouldBe(("draw", 1));
        Recorder.All.Select(run => run.Key).ShouldBe(["v2: a in color, stored as 1"]);
    }

    [Fact]
    public async Task Old_code_never_runs_a_newer_payload_and_spends_no_attempt()
    {
        var renewed = await StartAsync(Version(2) with { Queues = [] });
        var old = await StartAsync(Version(1));
        var id = await renewed.EnqueueAsync(new ColorDrawing("a", "red"));

        var job = await old.UntilAsync(id, JobState.Suspended);

        (job.Name, job.Version, job.Attempt, job.Suspension).ShouldBe(("draw", 2, 0, SuspensionReason.UnknownName));
        job.Reason.ShouldBe("process has code for 'draw' of version 1, and the payload is of version 2");
        Recorder.All.ShouldBeEmpty();
        (await old.LoggedAsync(NewerPayload))[0].Text.ShouldStartWith($"Job draw {id} has a payload of version 2, and this process knows "
            + "versions up to 1.");
    }

    [Fact]
    public async Task The_second_newer_payload_is_told_of_quietly()
    {
        var renewed = await StartAsync(Version(2) with { Queues = [] });
        var old = await StartAsync(Version(1));

        await old.UntilAsync(await renewed.EnqueueAsync(new ColorDrawing("a", "red")), JobState.Suspended);
        await old.UntilAsync(await renewed.EnqueueAsync(new ColorDrawing("b", "red")), JobState.Suspended);

        await old.LoggedAsync(NewerPayload);
        await old.LoggedAsync(AnotherNewerPayload);
    }

    [Fact]
    public async Task New_code_takes_up_what_old_code_has_set_aside()
    {
        var old = await StartAsync(Version(1));
        var client = await StartAsync(Version(2) with { Queues = [] });
        var id = await client.EnqueueAsync(new ColorDrawing("a", "red"));
        await client.UntilAsync(id, JobState.Suspended);
        (await client.Admin.Jobs.ExplainAsync(id)).Text.ShouldEndWith(
            "No process that serves its queue has a handler for 'draw' of version 2; they know versions up to 1. Deploy one; the job runs "
            + "then by itself.");
        await old.StopAsync();

        var renewed = await StartAsync(Version(2));

        (await renewed.UntilAsync(id, JobState.Completed)).Attempt.ShouldBe(1);
        (await renewed.Admin.ProcessesAsync()).SelectMany(process => process.Description.Names)
            .Where(name => name.StartsWith("draw", StringComparison.Ordinal)).ShouldBe(["draw", "draw@2"]);
    }

    [Fact]
    public async Task A_job_that_waits_for_a_version_that_nobody_knows_is_explained()
    {
        await StartAsync(Version(1) with { Queues = new() { ["default"] = 1 }, Worker = options => options.MaxPrefetch = 0 });
        var renewed = await StartAsync(Version(2) with { Queues = [] });
        await renewed.Admin.Queues.PauseAsync("default");
        var id = await renewed.EnqueueAsync(new ColorDrawing("a", "red"));
        var (job, processes) = (await renewed.GetAsync(id), await renewed.Admin.ProcessesAsync());

        Ostinato.Operations.Explainer.Explain(id, job, null, processes).Text.ShouldBe(
            "No process that serves queue 'default' has a handler for 'draw' of version 2; they know versions up to 1. Deploy one; the job is "
            + "kept until then.");
    }

    [Fact]
    public async Task Versions_that_are_not_read_any_more_are_set_aside()
    {
        var old = await StartAsync(Version(1) with { Queues = [] });
        var id = await old.EnqueueAsync(new Drawing("a"));

        var renewed = await StartAsync(Version(2, oldest: 2));

        (await renewed.UntilAsync(id, JobState.Suspended)).Reason
            .ShouldBe("process has code for 'draw' of version 2, and the payload is of version 1");
        await renewed.LoggedAsync(305);
    }

    [Fact]
    public async Task Jobs_under_an_earlier_name_keep_their_versions()
    {
        var renamed = await StartAsync(new()
        {
            Configure = o => o
                .AddJob((Define(2, "paint") with { Aliases = ["draw"] }).Build())
                .AddHandler(JobHandlerBinding.Of<ColorDrawing, ColorDrawingHandler>()),
        });
        var client = await StartAsync(Version(2) with { Queues = [] });

        await renamed.UntilAsync(await client.EnqueueAsync(new ColorDrawing("a", "red")), JobState.Completed);

        var names = (await renamed.Admin.ProcessesAsync()).SelectMany(process => process.Description.Names).ToList();
        new[] { "draw", "draw@2", "paint", "paint@2" }.ShouldBeSubsetOf(names);
    }

    [Fact]
    public async Task An_upcaster_that_throws_sets_the_job_aside_until_code_mends_it()
    {
        var old = await StartAsync(Version(1) with { Queues = [] });
        var id = await old.EnqueueAsync(new Drawing("a"));
        var broken = await StartAsync(Version(2, upcast: _ => throw new InvalidOperationException("no paint")));

        var job = await broken.UntilAsync(id, JobState.Suspended);

        (job.Suspension, job.Attempt).ShouldBe((SuspensionReason.UnreadablePayload, 0));
        job.Reason.ShouldBe(
            "payload cannot be read: the upcaster from version 1 of 'draw' (ColorDrawing.FromVersion1) failed with "
            + "InvalidOperationException: no paint");
        await broken.StopAsync();
        var mended = await StartAsync(Version(2));
        await mended.UntilAsync(id, JobState.Completed);
    }

    [Fact]
    public async Task An_upcaster_that_hangs_sets_the_job_aside_and_keeps_its_slot_until_it_ends()
    {
        using var gate = new ManualResetEventSlim();
        using var begun = new SemaphoreSlim(0);
        var old = await StartAsync(Version(1) with { Queues = [] });
        var id = await old.EnqueueAsync(new Drawing("a"));
        var renewed = Build(Version(2, upcast: payload =>
        {
            begun.Release();
            gate.Wait();
            ColorDrawing.FromVersion1(payload);
        }) with
        { Queues = new() { ["default"] = 1 } });
        await renewed.Host.StartAsync();
        await begun.WaitAsync(TestContext.Current.CancellationToken);
        var next = await renewed.EnqueueAsync(new ColorDrawing("b", "red"));

        Time.Advance(TimeSpan.FromSeconds(29));
        (await renewed.GetAsync(id)).State.ShouldBe(JobState.Executing);
        Time.Advance(TimeSpan.FromSeconds(1));

        var job = await renewed.UntilAsync(id, JobState.Suspended);
        (job.Suspension, job.Attempt).ShouldBe((SuspensionReason.UnreadablePayload, 0));
        job.Reason.ShouldBe("payload cannot be read: its upcasters have not ended after 30 seconds");
        (await renewed.GetAsync(next)).State.ShouldBe(JobState.Available, "the only slot is still taken");
        gate.Set();
        await renewed.UntilAsync(next, JobState.Completed);
        Recorder.All.Select(run => run.Key).ShouldBe(["v2: b in red, stored as 2"]);
        (await renewed.GetAsync(id)).State.ShouldBe(JobState.Suspended);
    }

    [Fact]
    public async Task What_an_upcaster_spoils_sets_the_job_aside()
    {
        var old = await StartAsync(Version(1) with { Queues = [] });
        var id = await old.EnqueueAsync(new Drawing("a"));
        var renewed = await StartAsync(Version(2, upcast: payload => payload.Clear()));

        var job = await renewed.UntilAsync(id, JobState.Suspended);

        (job.Suspension, job.Attempt).ShouldBe((SuspensionReason.UnreadablePayload, 0));
        job.Reason!.ShouldStartWith("payload cannot be read: what the upcasters made of version 1 of 'draw' is no payload of version 2: ");
    }

    [Fact]
    public async Task One_name_finds_all_versions()
    {
        var old = await StartAsync(Version(1) with { Queues = [] });
        var renewed = await StartAsync(Version(2) with { Queues = [] });
        var first = await old.EnqueueAsync(new Drawing("a"));
        var second = await renewed.EnqueueAsync(new ColorDrawing("b", "red"));

        (await ListAsync("draw")).ShouldBe([second, first]);
        (await ListAsync("draw@1")).ShouldBe([first]);
        (await ListAsync("draw@2")).ShouldBe([second]);
        (await old.Admin.Jobs.CancelAsync("name:draw state:available", "not needed")).Changed.ShouldBe(2);

        async Task<IEnumerable<JobId>> ListAsync(string name) =>
            (await old.Admin.Jobs.ListAsync(new JobFilter { Name = name })).Jobs.Select(job => job.Id);
    }

    [Fact]
    public async Task Jobs_of_two_versions_with_the_same_key_are_the_same()
    {
        var old = await StartAsync(new() { Queues = [], Configure = o => o.AddJob(Define(1).Build()) });
        var renewed = await StartAsync(Version(2) with { Queues = [] });
        var first = await old.Jobs.EnqueueAsync(new Drawing("a"), new EnqueueOptions { UniqueKey = "one" }, null, default);

        var second = await renewed.Jobs.EnqueueAsync(new ColorDrawing("b", "red"), new EnqueueOptions { UniqueKey = "one" }, null, default);

        (second.Id, second.IsDuplicate).ShouldBe((first.Id, true));
    }

    [Fact]
    public async Task The_doctor_tells_of_versions_without_code()
    {
        var old = await StartAsync(Version(1));
        var client = await StartAsync(Version(2) with { Queues = [] });
        await client.UntilAsync(await client.EnqueueAsync(new ColorDrawing("a", "red")), JobState.Suspended);

        (await old.Admin.DiagnoseAsync()).Single(finding => finding.Code == "name-without-code").Text.ShouldBe(
            "1 or more jobs named 'draw' of version 2 are set aside because no code was found for them.");
    }

    [Fact]
    public async Task A_schedule_keeps_the_version_its_payload_was_written_in()
    {
        var old = await StartAsync(Version(1));
        await old.Admin.Schedules.SetAsync("daily", new ScheduleDefinition { Expression = "0 3 * * *", Job = "draw", Payload = """{"title":"a"}""" });
        await old.StopAsync();
        var renewed = await StartAsync(Version(2));

        var id = await renewed.Admin.Schedules.RunNowAsync("daily");

        (await renewed.UntilAsync(id, JobState.Completed)).Version.ShouldBe(2);
        Recorder.All.Select(run => run.Key).ShouldBe(["v2: a in color, stored as 2"]);
        var kept = (await renewed.Admin.Schedules.GetAsync("daily"))!.Definition;
        (kept.Job, kept.Version).ShouldBe(("draw", 1));
        await renewed.Admin.Schedules.SetAsync("daily", kept with { Expression = "0 4 * * *" });
        (await renewed.Admin.Schedules.GetAsync("daily"))!.Definition.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Old_code_fires_the_schedule_of_a_newer_payload_and_leaves_its_job_to_others()
    {
        var renewed = await StartAsync(Version(2) with { Queues = [] });
        await renewed.Admin.Schedules.SetAsync(
            "daily", new ScheduleDefinition { Expression = "0 3 * * *", Job = "draw", Payload = """{"title":"a","color":"red"}""" });
        var old = await StartAsync(Version(1));

        var id = await old.Admin.Schedules.RunNowAsync("daily");

        (await old.UntilAsync(id, JobState.Suspended)).Version.ShouldBe(2);
        Recorder.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(3, "its payload is of version 3, and the code has job 'draw' of versions 1 to 2")]
    [InlineData(0, "its version is 0, and must be 1 to 999")]
    [InlineData(1, "its payload is none of job 'draw': the upcaster from version 1 of 'draw'")]
    public async Task A_schedule_of_a_version_that_the_code_does_not_know_is_refused(int version, string complaint)
    {
        var engine = await StartAsync(Version(2, upcast: payload => _ = payload["title"]!.GetValue<int>()) with { Queues = [] });
        var definition = new ScheduleDefinition { Expression = "0 3 * * *", Job = "draw", Payload = """{"title":"a"}""", Version = version };

        (await Should.ThrowAsync<ArgumentException>(() => engine.Admin.Schedules.SetAsync("daily", definition))).Message
            .ShouldContain(complaint);
    }

    private static EngineSetup Version(int version, int oldest = 1, Action<JsonObject>? upcast = null) => new()
    {
        Configure = o => o.AddJob((Define(version) with { Oldest = oldest, Upcast = upcast ?? ColorDrawing.FromVersion1 }).Build())
            .AddHandler(version == 1
                ? JobHandlerBinding.Of<Drawing, DrawingHandler>()
                : JobHandlerBinding.Of<ColorDrawing, ColorDrawingHandler>()),
    };

    private static Definition Define(int version, string name = "draw") => new(version, name);

    private sealed record Definition(int Number, string Name)
    {
        public int Oldest { get; init; } = 1;

        public string[] Aliases { get; init; } = [];

        public Action<JsonObject> Upcast { get; init; } = ColorDrawing.FromVersion1;

        public JobDefinition Build() => Number == 1
            ? new JobDefinition<Drawing>(Name, VersionJson.Of<Drawing>())
            : new JobDefinition<ColorDrawing>(Name, VersionJson.Of<ColorDrawing>())
            {
                Version = Number,
                OldestVersion = Oldest,
                Aliases = Aliases,
                Upcasters = Oldest < 2 ? [JobUpcaster.From(1, Upcast, "ColorDrawing.FromVersion1")] : [],
            };
    }

    private sealed record Drawing(string Title);

    private sealed record ColorDrawing(string Title, string Color)
    {
        public static void FromVersion1(JsonObject payload) => payload["color"] = "color";
    }

    private sealed class DrawingHandler(Recorder recorder, EngineName engine) : IJobHandler<Drawing>
    {
        public Task HandleAsync(Drawing job, JobContext context, CancellationToken ct)
        {
            recorder.End(recorder.Begin($"v1: {job.Title}, stored as {context.StoredVersion}", context, engine, ct));
            return Task.CompletedTask;
        }
    }

    private sealed class ColorDrawingHandler(Recorder recorder, EngineName engine) : IJobHandler<ColorDrawing>
    {
        public Task HandleAsync(ColorDrawing job, JobContext context, CancellationToken ct)
        {
            recorder.End(recorder.Begin($"v2: {job.Title} in {job.Color}, stored as {context.StoredVersion}", context, engine, ct));
            return Task.CompletedTask;
        }
    }

    private static class VersionJson
    {
        public static JsonTypeInfo<T> Of<T>() =>
            (JsonTypeInfo<T>)JobJson
                .Options(new DefaultJsonTypeInfoResolver()).GetTypeInfo(typeof(T));
    }
}
