namespace Ostinato.Docs.Snippets;

internal static class SetUp
{
    public static void WorkerAndClient(WebApplicationBuilder builder)
    {
        #region set-up
        builder.Services.AddOstinato(o => o
            .UseSqlite("Data Source=app.db")
            .AddJobs()
            .AddWorker(w => w.Queue("default", 10).Queue("mail", 20)));
        #endregion
    }

    public static void ClientOnly(WebApplicationBuilder builder)
    {
        #region set-up-client
        builder.Services.AddOstinato(o => o.UseSqlite("Data Source=app.db").AddJobs());
        #endregion
    }

    public static void SeveralProjects(WebApplicationBuilder builder)
    {
        #region set-up-several-projects
        builder.Services.AddOstinato(o => o
            .UseSqlite("Data Source=app.db")
            .AddJobs()
            .AddContosoMailJobs()
            .AddWorker(w => w.Queue("mail")));
        #endregion
    }

    public static void Options(WebApplicationBuilder builder)
    {
        #region set-up-options
        builder.Services.AddOstinato(o => o
            .UseSqlite("Data Source=app.db", sqlite => sqlite.BusyTimeout = TimeSpan.FromMinutes(1))
            .AddJobs()
            .Retain(keep => keep.Completed = TimeSpan.FromHours(1))
            .AddWorker(w => w.Queue("mail", 20).Configure(worker => worker.DrainTimeout = TimeSpan.FromSeconds(10))));
        #endregion
    }

    public static void Health(WebApplicationBuilder builder, WebApplication app)
    {
        #region health
        builder.Services.AddHealthChecks().AddOstinato();

        app.MapHealthChecks("/health/live", new() { Predicate = check => check.Tags.Contains("live") });
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
        #endregion
    }

    public static void Normal(OstinatoBuilder o)
    {
        #region sqlite-normal
        o.UseSqlite("Data Source=app.db", sqlite => sqlite.Durability = SqliteDurability.Normal);
        #endregion
    }
}
