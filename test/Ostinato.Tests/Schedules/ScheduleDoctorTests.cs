using Ostinato.Storage;

namespace Ostinato.Tests.Schedules;

public sealed class ScheduleDoctorTests : EngineTest
{
    [Fact]
    public async Task A_schedule_that_left_the_code_is_found_by_a_process_whose_code_names_others()
    {
        await KillAsync(await StartAsync(new() { Configure = o => o.Cron("old", "0 3 * * *", new Work("old")) }));
        var engine = await StartAsync(new() { Configure = o => o.Cron("new", "0 4 * * *", new Work("new")) });

        var finding = (await FindingsAsync(engine)).ShouldHaveSingleItem();

        (finding.Code, finding.Severity).ShouldBe(("schedule-left-code", FindingSeverity.Information));
        finding.Text.ShouldContain("'old'");
        finding.Remedy.ShouldContain("DeleteAsync(\"old\")");
    }

    [Fact]
    public async Task A_schedule_that_nobody_fires_is_found()
    {
        await KillAsync(await StartAsync(new() { Configure = o => o.Cron("nightly", "0 3 * * *", new Work("report")) }));
        var enqueuer = await StartAsync(new() { Queues = [] });
        (await FindingsAsync(enqueuer)).Select(finding => finding.Code).ShouldNotContain("schedule-late");

        await AdvanceAsync(TimeSpan.FromHours(4));

        (await FindingsAsync(enqueuer)).ShouldContain(finding => finding.Code == "schedule-late" && finding.Severity == FindingSeverity.Critical);
    }

    [Fact]
    public async Task A_schedule_whose_job_no_process_knows_is_found()
    {
        var engine = await StartAsync();
        await engine.Store.Schedules.WriteAsync(
            new StoredSchedule
            {
                Name = "foreign",
                Definition = """{"definition":{"expression":"0 3 * * *","job":"of-another-application","payload":"{}"}}"""u8.ToArray(),
                NextAt = Time.GetUtcNow().AddHours(3),
            },
            CancellationToken.None);

        (await FindingsAsync(engine)).ShouldHaveSingleItem().Code.ShouldBe("schedule-without-code");

        await engine.Admin.Schedules.PauseAsync("foreign");
        (await FindingsAsync(engine)).ShouldBeEmpty("it does not fire");
    }

    [Fact]
    public async Task Schedules_that_fire_are_no_finding()
    {
        var engine = await StartAsync(new() { Configure = o => o.Cron("nightly", "0 3 * * *", new Work("report")) });
        await AdvanceAsync(TimeSpan.FromDays(2));

        (await FindingsAsync(engine)).ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<Finding>> FindingsAsync(Engine engine) =>
        [.. (await engine.Admin.DiagnoseAsync()).Where(finding => finding.Code.StartsWith("schedule-", StringComparison.Ordinal))];
}
