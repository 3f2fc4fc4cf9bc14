using Microsoft.Extensions.Hosting;

namespace Ostinato.Docs.Snippets;

[Job("build-report")]
public sealed record BuildReport(string Team);

[Job("poll-inbox")]
public sealed record PollInbox;

public interface IReports
{
    Task BuildAsync(string team, DateTimeOffset upTo, CancellationToken ct);
}

internal sealed class BuildReportHandler(IReports reports) : IJobHandler<BuildReport>
{
    #region scheduled-for
    public Task HandleAsync(BuildReport job, JobContext context, CancellationToken ct) =>
        reports.BuildAsync(job.Team, upTo: context.ScheduledFor ?? DateTimeOffset.UtcNow, ct);
    #endregion
}

internal sealed class PollInboxHandler : IJobHandler<PollInbox>
{
    public Task HandleAsync(PollInbox job, JobContext context, CancellationToken ct) => Task.CompletedTask;
}

internal static class Schedules
{
    public static void InCode(HostApplicationBuilder builder)
    {
        #region schedules
        builder.Services.AddOstinato(o => o
            .UseSqlite("Data Source=app.db")
            .AddJobs()
            .Cron("nightly-report", "0 3 * * *", new BuildReport("all"), c => c.In("Europe/Vilnius").Overlap(Overlap.Skip))
            .Cron("poll-inbox", "H/5 * * * *", new PollInbox())
            .AddWorker(w => w.Queue("default")));
        #endregion
    }

    public static DateTimeOffset? Expression(DateTimeOffset now)
    {
        #region cron-expression
        var nightly = CronExpression.Parse("0 3 * * MON-FRI");
        var sentence = nightly.Describe();
        DateTimeOffset? next = nightly.Next(now, TimeZoneInfo.FindSystemTimeZoneById("Europe/Vilnius"));
        #endregion
        Console.WriteLine(sentence);
        return next;
    }

    public static async Task AtRunTime(IJobAdmin admin, DateTimeOffset lastWeek, DateTimeOffset yesterday, CancellationToken ct)
    {
        #region schedule-operations
        await admin.Schedules.SetAsync("tenant-7", new ScheduleDefinition
        {
            Expression = "0 6 * * MON",
            Job = "build-report",
            Payload = """{"team":"seven"}""",
        }, ct);

        await admin.Schedules.PauseAsync("nightly-report", "the warehouse moves", ct);
        await admin.Schedules.ResumeAsync("nightly-report", ct);
        JobId job = await admin.Schedules.RunNowAsync("nightly-report", ct);
        IReadOnlyList<TickInfo> ticks = await admin.Schedules.TicksAsync("nightly-report", limit: 20, ct);
        IReadOnlyList<DateTimeOffset> soon = await admin.Schedules.PreviewAsync("nightly-report", count: 5, ct);
        await admin.Schedules.BackfillAsync("nightly-report", from: lastWeek, until: yesterday, ct);
        await admin.Schedules.DeleteAsync("tenant-7", ct);
        #endregion
        Console.WriteLine($"{job} {ticks.Count} {soon.Count}");
    }
}
