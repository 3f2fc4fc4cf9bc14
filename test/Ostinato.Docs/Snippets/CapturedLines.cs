namespace Ostinato.Docs.Snippets;

internal static class CapturedLines
{
    public static void SetUp(WebApplicationBuilder builder)
    {
        #region capture
        builder.Services.AddOstinato(o => o
            .UseSqlite("Data Source=app.db")
            .AddJobs()
            .CaptureLogs(logs =>
            {
                logs.Level = LogLevel.Warning;
                logs.Kinds["import-contacts"] = LogLevel.Information;
            })
            .AddWorker(w => w.Queue("default")));
        #endregion
    }

    public static async Task Look(IJobAdmin admin, JobId id, CancellationToken ct)
    {
        #region capture-look
        foreach (JobLogLine line in await admin.Jobs.LogAsync(id, ct))
        {
            Console.WriteLine($"{line.Attempt} {line.Elapsed:c} {line.Level} {line.Category}: {line.Text} {line.Error}");
        }
        #endregion
    }

    public static async Task Follow(IJobAdmin admin, JobId id, CancellationToken ct)
    {
        #region capture-watch
        await foreach (JobInfo job in admin.Jobs.WatchAsync(id, withLines: true, ct))
        {
            foreach (JobLogLine line in job.NewLines)
            {
                Console.WriteLine($"{line.At:T} {line.Text}");
            }
        }
        #endregion
    }

    public static void OverHttp(WebApplication app)
    {
        #region capture-http
        app.MapJobResults("/operators/jobs/{id}", results => results.AllowLines = (http, job) => http.User.IsInRole("operator"));
        #endregion
    }
}
