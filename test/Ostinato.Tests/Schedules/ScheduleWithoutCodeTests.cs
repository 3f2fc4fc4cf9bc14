using System.Text.Json.Serialization.Metadata;

namespace Ostinato.Tests.Schedules;

/// <summary>Schedules for whose jobs a process has no code, or whose payload it cannot read: nothing is lost, and nothing runs twice.</summary>
public sealed class ScheduleWithoutCodeTests : EngineTest
{
    private const int CannotFire = 656;
    private const int LeftToOthers = 658;
    private const int NobodyHasCode = 659;

    [Fact]
    public async Task A_process_without_the_code_leaves_ticks_to_one_that_has_it()
    {
        var without = await StartAsync();
        var with = await StartAsync(WithCode());

        await AdvanceAsync(TimeSpan.FromHours(2));

        Recorder.All.Select(run => run.Key).ShouldBe(["summary", "summary"]);
        (await TicksAsync(with)).ShouldBe(["Ran ", "Ran "]);
        var job = (await with.Admin.Jobs.ListAsync(new JobFilter { Name = "report" })).Jobs[0];
        job.Queue.ShouldBe("reports");
        without.Logs.With(NobodyHasCode).ShouldBeEmpty();
        with.Logs.With(LeftToOthers).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_without_the_code_says_once_that_it_leaves_ticks_to_others()
    {
        var with = await StartAsync(WithCode());
        var without = await StartAsync();
        await AdvanceAsync(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        await KillAsync(with);

        await AdvanceAsync(TimeSpan.FromSeconds(2));

        (await without.LoggedAsync(LeftToOthers))[0].Text.ShouldBe(
            "Schedule hourly is left to other processes: this one has no code for 'report'.");
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        await without.LoggedAsync(NobodyHasCode);
        await StartAsync(WithCode());
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        (await TicksAsync(without)).ShouldBe(["Ran "]);
    }

    [Fact]
    public async Task Where_nobody_has_the_code_the_last_tick_waits_and_runs_when_code_comes_back()
    {
        var without = await StartAsync();
        await KillAsync(await StartAsync(WithCode()));
        await AdvanceAsync(TimeSpan.FromHours(3.5));

        Recorder.All.ShouldBeEmpty();
        (await without.Admin.Jobs.ListAsync(new JobFilter { Name = "report" })).Jobs.ShouldBeEmpty("a job without code would be set aside");
        (await TicksAsync(without)).ShouldBe(
        [
            "Missed no process with code for 'report' saw it in time, and only the last one is made up for",
            "Missed no process with code for 'report' saw it in time, and only the last one is made up for",
        ]);
        (await without.LoggedAsync(NobodyHasCode))[0].Text.ShouldStartWith(
            "Schedule hourly was due at 01/01/2030 01:00:00 +00:00, and no running process has code for 'report'.");
        var with = await StartAsync(WithCode());
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        Recorder.All.Select(run => run.Key).ShouldBe(["summary"]);
        (await TicksAsync(with))[^1].ShouldBe("Ran ");
        (await TicksAsync(with)).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(CatchUp.None, "Missed no process with code for 'report' saw it in time", 3, 0)]
    [InlineData(CatchUp.All, "", 0, 3)]
    public async Task Catch_up_decides_what_code_that_comes_back_makes_up_for(CatchUp catchUp, string told, int missed, int runs)
    {
        var without = await StartAsync();
        await KillAsync(await StartAsync(WithCode(c => c.CatchUp(catchUp, TimeSpan.FromHours(12)))));
        await AdvanceAsync(TimeSpan.FromHours(3.5));

        (await TicksAsync(without)).ShouldBe(Enumerable.Repeat(told, missed));
        var with = await StartAsync(WithCode(c => c.CatchUp(catchUp, TimeSpan.FromHours(12))));
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        Recorder.All.Count.ShouldBe(runs);
        (await TicksAsync(with)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_is_too_old_to_be_made_up_for_is_missed_while_nobody_has_the_code()
    {
        var without = await StartAsync();
        await KillAsync(await StartAsync(WithCode(c => c.CatchUp(CatchUp.All, TimeSpan.FromHours(2)))));

        await AdvanceAsync(TimeSpan.FromHours(4.5));

        (await TicksAsync(without)).ShouldBe(Enumerable.Repeat("Missed no process with code for 'report' saw it within 02:00:00", 2));
    }

    [Fact]
    public async Task The_doctor_names_a_schedule_that_waits_for_code()
    {
        var without = await StartAsync();
        await KillAsync(await StartAsync(WithCode()));
        await AdvanceAsync(TimeSpan.FromMinutes(30));
        (await FindingAsync(without)).Severity.ShouldBe(FindingSeverity.Warning);

        await AdvanceAsync(TimeSpan.FromMinutes(45));

        var finding = await FindingAsync(without);
        (finding.Code, finding.Severity).ShouldBe(("schedule-without-code", FindingSeverity.Critical));
        finding.Text.ShouldBe(
            "Schedule 'hourly' enqueues jobs named 'report', and no running process has code for them. Its tick of 2030-01-01 01:00:00Z "
            + "waits for one.");
    }

    [Fact]
    public async Task Older_code_leaves_ticks_of_a_newer_payload_alone()
    {
        var old = await StartAsync(WithCode() with { Queues = new() { ["default"] = 1 } });
        await KillAsync(await StartAsync(WithCode(version: 2)));

        await AdvanceAsync(TimeSpan.FromHours(1.5));

        Recorder.All.ShouldBeEmpty();
        (await old.LoggedAsync(NobodyHasCode))[0].Text.ShouldContain("no running process has code for 'report' of version 2.");
        await StartAsync(WithCode(version: 2));
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        Recorder.All.Select(run => run.Key).ShouldBe(["summary"]);
    }

    [Fact]
    public async Task A_payload_that_cannot_be_read_waits_for_code_that_can_and_cancels_nothing_meanwhile()
    {
        var first = await StartAsync(WithCode(c => c.Overlap(Overlap.CancelPrevious), version: 2));
        await first.Admin.Queues.PauseAsync("reports");
        await AdvanceAsync(TimeSpan.FromHours(1));
        await first.StopAsync();
        var broken = await StartAsync(WithCode(version: 3, upcast: _ => throw new InvalidOperationException("not yet"), schedule: false));
        await AdvanceAsync(TimeSpan.FromHours(2.5));

        await broken.LoggedAsync(CannotFire, count: 2);
        (await TicksAsync(broken)).ShouldBe(
            ["Ran ", "Missed no process that can read its payload saw it in time, and only the last one is made up for"]);
        (await broken.Admin.Jobs.ListAsync(new JobFilter { Name = "report" })).Jobs.ShouldHaveSingleItem().State.ShouldBe(JobState.Available);
        await broken.StopAsync();
        var mended = await StartAsync(WithCode(version: 3, schedule: false));
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        (await TicksAsync(mended))[^1].ShouldBe("Ran ");
    }

    [Fact]
    public async Task A_schedule_for_whose_job_nobody_has_code_is_refused()
    {
        var engine = await StartAsync();

        (await Should.ThrowAsync<ArgumentException>(() => engine.Admin.Schedules.SetAsync("foreign", Definition))).Message.ShouldStartWith(
            "Schedule 'foreign': neither this process nor any other that runs has code for 'report', so that it would never fire. Correct the "
            + "name of the job, or start a process with a handler for it first.");

        (await engine.Admin.Schedules.GetAsync("foreign")).ShouldBeNull();
    }

    [Fact]
    public async Task A_process_without_the_code_may_set_a_schedule_for_one_that_has_it()
    {
        var client = await StartAsync(new() { Queues = [] });
        await StartAsync(WithCode(version: 2, schedule: false));

        await client.Admin.Schedules.SetAsync("hourly", Definition);

        (await client.Admin.Schedules.GetAsync("hourly"))!.Definition.Version.ShouldBe(2, "the newest that runs");
        await AdvanceAsync(TimeSpan.FromHours(1));
        Recorder.All.Select(run => run.Key).ShouldBe(["summary"]);
        (await Should.ThrowAsync<ArgumentException>(() => client.Admin.Schedules.SetAsync("hourly", Definition with { Version = 3 })))
            .Message.ShouldContain("has code for 'report' of version 3");
    }

    [Fact]
    public async Task A_schedule_that_waits_for_code_may_be_changed()
    {
        var without = await StartAsync();
        await KillAsync(await StartAsync(WithCode()));
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        (await without.Admin.Schedules.SetAsync("hourly", Definition with { Expression = "30 * * * *" })).ShouldBeFalse();
    }

    private static ScheduleDefinition Definition { get; } =
        new() { Expression = "0 * * * *", Job = "report", Payload = """{"text":"summary"}""" };

    private static EngineSetup WithCode(
        Action<ScheduleBuilder>? configure = null, int version = 1, bool schedule = true,
        Action<System.Text.Json.Nodes.JsonObject>? upcast = null) => new()
        {
            // A queue of their own: processes without the code would only set its jobs aside.
            Queues = new() { ["default"] = 1, ["reports"] = 10 },
            Configure = o =>
            {
                o.AddJob(new JobDefinition<Report>("report", Json)
                {
                    Version = version,
                    Queue = "reports",
                    Upcasters = [.. Enumerable.Range(1, version - 1).Select(from => JobUpcaster.From(from, upcast ?? (_ => { })))],
                });
                o.AddHandler(JobHandlerBinding.Of<Report, ReportHandler>());
                if (schedule)
                {
                    o.Cron("hourly", "0 * * * *", new Report("summary"), configure);
                }
            },
        };

    private static JsonTypeInfo<Report> Json { get; } =
        (JsonTypeInfo<Report>)JobJson.Options(new DefaultJsonTypeInfoResolver()).GetTypeInfo(typeof(Report));

    private static async Task<IReadOnlyList<string>> TicksAsync(Engine engine) =>
        [.. (await engine.Admin.Schedules.TicksAsync("hourly")).Reverse().Select(tick => $"{tick.Outcome} {tick.Reason}")];

    private static async Task<Finding> FindingAsync(Engine engine) =>
        (await engine.Admin.DiagnoseAsync()).Single(finding => finding.Code.StartsWith("schedule-", StringComparison.Ordinal));

    private sealed record Report(string Text);

    private sealed class ReportHandler(Recorder recorder, EngineName engine) : IJobHandler<Report>
    {
        public Task HandleAsync(Report job, JobContext context, CancellationToken ct)
        {
            recorder.End(recorder.Begin(job.Text, context, engine, ct));
            return Task.CompletedTask;
        }
    }
}
