namespace Ostinato.Docs.Snippets;

internal static class ResultsOverHttp
{
    public static void OverHttp(WebApplication app)
    {
        #region job-results
        app.MapJobResults("/jobs/{id}", results => results.Allow =
            (http, job) => job.Metadata.GetValueOrDefault("tenant") == http.User.FindFirst("tenant")?.Value);
        #endregion
    }

    public static async Task Follow(IJobAdmin admin, JobId id, CancellationToken ct)
    {
        #region watch
        await foreach (JobInfo job in admin.Jobs.WatchAsync(id, ct))
        {
            Console.WriteLine($"{job.State}, attempt {job.Attempt}");
        }
        #endregion
    }
}
