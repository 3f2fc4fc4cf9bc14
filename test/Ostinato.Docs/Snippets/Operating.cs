using Microsoft.AspNetCore.Http;

namespace Ostinato.Docs.Snippets;

internal static class Operating
{
    public static async Task Queues(IJobAdmin admin, CancellationToken ct)
    {
        #region queue-settings
        await admin.Queues.ConfigureAsync("mail", new QueueSettings { Concurrency = 5 }, "the provider throttles us", ct);
        await admin.Queues.ConfigureAsync("video", new QueueSettings { ServedBy = ["gpu", "host-7"] }, ct: ct);
        await admin.Queues.ResetAsync("mail", "the provider has recovered", ct);
        #endregion

        #region queue-list
        foreach (QueueInfo queue in await admin.Queues.ListAsync(ct))
        {
            Console.WriteLine($"{queue.Name}: set to {queue.Settings}, paused by {queue.PausedBy} ({queue.PauseReason})");
            foreach (QueueServer server in queue.Servers)
            {
                Console.WriteLine($"  {server.Host} {server.Process}: configured {server.Configured}, runs {server.Effective}");
            }
        }
        #endregion
    }

    public static void Label(WebApplicationBuilder builder)
    {
        #region label
        builder.Services.AddOstinato(o => o
            .UseSqlite("Data Source=app.db")
            .AddJobs()
            .AddWorker(w => w.Queue("mail", 20).Queue("video", 2).Label("gpu")));
        #endregion
    }

    public static void Actor(WebApplication app)
    {
        #region actor
        app.MapPost("/admin/queues/{queue}/pause", async (string queue, string reason, IJobAdmin admin, HttpContext http) =>
            await admin.As(http.User.Identity!.Name!).Queues.PauseAsync(queue, reason, http.RequestAborted));
        #endregion
    }

    public static async Task Audit(IJobAdmin admin, CancellationToken ct)
    {
        #region audit
        AuditPage page = await admin.AuditAsync(new AuditFilter { Target = "mail" }, ct);
        foreach (AuditEntry row in page.Entries)
        {
            Console.WriteLine($"{row.Id} {row.At:u} {row.Actor} {row.Action} {row.Target}: {row.Outcome} ({row.Reason})");
        }

        UndoResult undone = await admin.As("ann@example.com").UndoAsync(page.Entries[0].Id, ct);
        Console.WriteLine($"{undone.Outcome}: {undone.Text}");
        #endregion
    }
}
