using Npgsql;

namespace Ostinato.Docs.Snippets;

internal static class PostgreSql
{
    public static void SetUp(WebApplicationBuilder builder)
    {
        #region postgresql
        builder.Services.AddOstinato(o => o
            .UsePostgreSql("Host=localhost;Database=app;Username=app;Password=secret")
            .AddJobs()
            .AddWorker(w => w.Queue("mail")));
        #endregion
    }

    public static async Task Migrate(CancellationToken ct)
    {
        #region postgresql-migrate
        await using var source = NpgsqlDataSource.Create("Host=localhost;Database=app;Username=owner;Password=secret");
        await PostgreSqlMigrations.MigrateAsync(source, ct: ct);
        #endregion
    }

    public static async Task Diagnose(IJobAdmin admin, ILogger logger, CancellationToken ct)
    {
        #region diagnose
        foreach (Finding finding in await admin.DiagnoseAsync(ct))
        {
            logger.LogWarning("{Severity}: {Text} {Remedy}", finding.Severity, finding.Text, finding.Remedy);
        }
        #endregion
    }
}
