using Microsoft.Extensions.Hosting;

namespace Ostinato.Docs.Snippets;

public interface IPager
{
    Task CallAsync(string text, CancellationToken ct);
}

public interface IAudit
{
    ValueTask WriteAsync(string line, CancellationToken ct);
}

#region observer
public sealed class Pager(IPager pager) : IJobObserver
{
    public async ValueTask FinalAsync(FinalJob job, CancellationToken ct)
    {
        if (job is { State: JobState.Discarded or JobState.Suspended, Queue: "billing" })
        {
            await pager.CallAsync($"{job.Name} {job.Id}: {job.Reason} ({job.Cause})", ct);
        }
    }
}
#endregion

internal static class Telemetry
{
    public static void Observed(HostApplicationBuilder builder, IAudit audit)
    {
        #region observers
        builder.Services.AddOstinato(o => o
            .UseSqlite("Data Source=app.db")
            .AddJobs()
            .AddObserver<Pager>()
            .OnFinal((job, ct) => audit.WriteAsync($"{job.Id} {job.State}", ct))
            .AddWorker(w => w.Queue("billing")));
        #endregion
    }

    public static void Promised(HostApplicationBuilder builder)
    {
        #region objective
        builder.Services.AddOstinato(o => o
            .UseSqlite("Data Source=app.db")
            .AddJobs()
            .Objective("mail", startWithin: TimeSpan.FromSeconds(5), percent: 99)
            .AddWorker(w => w.Queue("mail")));
        #endregion
    }

    public static async Task Backlog(IJobAdmin admin, CancellationToken ct)
    {
        #region backlog
        IReadOnlyList<QueueBacklog> queues = await admin.BacklogAsync(within: TimeSpan.FromMinutes(2), ct);
        foreach (var queue in queues)
        {
            Console.WriteLine($"{queue.Queue}: {queue.Waiting} wait, {queue.DrainTime} at this pace, {queue.NeededSlots} of {queue.Slots} slots needed");
        }
        #endregion
    }

    public static void BacklogOverHttp(WebApplication app)
    {
        #region backlog-http
        app.MapJobBacklog("/jobs/backlog").RequireAuthorization("scaler");
        #endregion
    }

    public static async Task History(IJobAdmin admin, CancellationToken ct)
    {
        #region statistics
        IReadOnlyList<JobStatistics> lastHour = await admin.StatisticsAsync(ct: ct);
        IReadOnlyList<JobStatistics> mail = await admin.StatisticsAsync(
            new StatisticsQuery { Period = TimeSpan.FromDays(7), Step = TimeSpan.FromHours(1), Queue = "mail" }, ct);
        foreach (var hour in mail.Where(hour => hour.Waiting.P99 > TimeSpan.FromSeconds(5)))
        {
            Console.WriteLine($"{hour.Start:t}: {hour.PerSecond:0.0}/s, {hour.Failed} failed, p99 waited {hour.Waiting.P99}");
        }
        #endregion
        Console.WriteLine(lastHour.Count);
    }
}
