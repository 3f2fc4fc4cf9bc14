namespace Ostinato.Tests.Schedules;

/// <summary>Schedules in the configuration, alone and over those in code.</summary>
public sealed class ConfiguredSchedulesTests : EngineTest
{
    private const string Path = "Ostinato:Schedules:nightly";

    private static readonly Dictionary<string, string?> Whole = new()
    {
        [$"{Path}:Expression"] = "0 3 * * *",
        [$"{Path}:Job"] = "work",
        [$"{Path}:Payload"] = """{"key":"report","acts":[]}""",
        [$"{Path}:Zone"] = "Europe/Vilnius",
        [$"{Path}:Priority"] = "2",
        [$"{Path}:Overlap"] = "skip",
        [$"{Path}:CatchUp"] = "All",
        [$"{Path}:CatchUpWithin"] = "02:00:00",
        [$"{Path}:Jitter"] = "00:00:10",
        [$"{Path}:Until"] = "2030-06-01T00:00:00+03:00",
    };

    [Fact]
    public async Task A_schedule_of_the_configuration_is_stored_at_the_start()
    {
        var engine = await StartAsync(new() { Configuration = Whole });

        var stored = await engine.Admin.Schedules.GetAsync("nightly");

        stored.ShouldNotBeNull().Definition.ShouldBe(new ScheduleDefinition
        {
            Expression = "0 3 * * *",
            Job = "work",
            Payload = """{"key":"report","acts":[]}""",
            Version = 1,
            Zone = "Europe/Vilnius",
            Queue = "default",
            Priority = 2,
            Overlap = Overlap.Skip,
            CatchUp = CatchUp.All,
            CatchUpWithin = TimeSpan.FromHours(2),
            Jitter = TimeSpan.FromSeconds(10),
            Until = new DateTimeOffset(2030, 6, 1, 0, 0, 0, TimeSpan.FromHours(3)),
        });
        stored.Origin.ShouldBe(ScheduleOrigin.Code);
    }

    [Fact]
    public async Task It_runs_its_job()
    {
        await StartAsync(new() { Configuration = Whole });

        await AdvanceAsync(TimeSpan.FromHours(2));

        Recorder.RunsOf("report").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Configuration_changes_what_code_says_of_a_schedule_and_leaves_the_rest()
    {
        var engine = await StartAsync(new()
        {
            Configure = o => o.Cron("Nightly", "0 3 * * *", new Work("report"), c => c.Overlap(Overlap.Skip)),
            Configuration = new() { [$"{Path}:Expression"] = "0 5 * * *" },
        });

        var stored = (await engine.Admin.Schedules.ListAsync()).ShouldHaveSingleItem();

        (stored.Name, stored.Definition.Expression, stored.Definition.Overlap).ShouldBe(("Nightly", "0 5 * * *", Overlap.Skip));
    }

    [Theory]
    [InlineData("Expression", null, "Ostinato:Schedules:nightly:Expression is missing: a cron expression.")]
    [InlineData("Job", null, "Ostinato:Schedules:nightly:Job is missing: the wire name of a job.")]
    [InlineData("Job", "nonsense", "is 'nonsense', and no code of this process has a job of that wire name")]
    [InlineData("Expression", "0 0 30 2 *", "Schedule 'nightly'")]
    [InlineData("Zone", "Europe/Atlantis", "Europe/Atlantis")]
    [InlineData("Payload", "{\"key\":7}", "its payload is none of job 'work'")]
    [InlineData("Payload:key", "report", "Write it as one text of JSON")]
    [InlineData("Overlap", "7", "must be one of Allow, Skip, QueueOne, CancelPrevious")]
    [InlineData("Until", "soon", "it must be a time such as")]
    [InlineData("Jitter", "10", "it must be a duration")]
    [InlineData("Jitter", "2.00:00:00", "must be 0 s to 1 day")]
    [InlineData("Expresion", "0 3 * * *", "Ostinato:Schedules:nightly:Expresion is no setting")]
    public async Task Nonsense_stops_the_start_and_is_named(string key, string? value, string wanted)
    {
        var engine = Build(new() { Configuration = new(Whole) { [$"{Path}:{key}"] = value } });

        (await Should.ThrowAsync<OstinatoConfigurationException>(() => engine.Host.StartAsync())).Message.ShouldContain(wanted);
    }

    [Fact]
    public async Task Another_job_than_that_of_the_code_stops_the_start()
    {
        var engine = Build(new()
        {
            Configure = o => o.Cron("nightly", "0 3 * * *", new Work("report")),
            Configuration = new() { [$"{Path}:Job"] = "transfer" },
        });

        (await Should.ThrowAsync<OstinatoConfigurationException>(() => engine.Host.StartAsync()))
            .Message.ShouldContain("code says that schedule 'nightly' enqueues 'work'");
    }
}
