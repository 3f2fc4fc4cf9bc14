using Microsoft.Data.Sqlite;

namespace Ostinato.Docs.Snippets;

internal sealed class Operations(IJobAdmin admin, ILogger logger)
{
    public async Task Jobs(JobId id, CancellationToken ct)
    {
        #region look
        JobInfo? job = await admin.Jobs.GetAsync(id, ct);
        Explanation why = await admin.Jobs.ExplainAsync(id, ct);
        logger.LogInformation("{Job} is {State}: {Why}", id, job?.State, why.Text);
        #endregion

        #region list
        var filter = new JobFilter { States = JobStates.Discarded, Queue = "mail" };
        JobPage page = await admin.Jobs.ListAsync(filter, ct);
        JobPage older = await admin.Jobs.ListAsync(filter with { After = page.Next }, ct);
        #endregion
        _ = older;

        var (lastNight, thisMorning) = (DateTimeOffset.UtcNow.AddHours(-12), DateTimeOffset.UtcNow);
        #region search
        JobPage about = await admin.Jobs.ListAsync(new JobFilter { Payload = """{"userId":42}""" }, ct);
        JobPage failed = await admin.Jobs.ListAsync(filter with { FinishedFrom = lastNight, FinishedBefore = thisMorning }, ct);
        #endregion
        _ = (about, failed);

        #region control
        await admin.Jobs.CancelAsync(id, "the customer withdrew", ct);
        await admin.Jobs.RetryAsync(id, ct);
        await admin.Jobs.DeleteAsync(id, ct);
        #endregion

        #region bulk
        BulkResult tried = await admin.Jobs.RetryAsync("state:discarded queue:mail since:2h", new() { Limit = 10 }, ct);
        BulkResult count = await admin.Jobs.DeleteAsync("state:cancelled tag:import", new() { IsDryRun = true }, ct);
        BulkResult rest = await admin.Jobs.RetryAsync(
            new JobFilter { States = JobStates.Discarded, Queue = "mail" },
            new() { PerSecond = 50, Actor = "ada", Reason = "the mail server is back" }, ct);
        #endregion
        _ = (tried, count, rest);

        #region pause
        await admin.Queues.PauseAsync("mail", "the mail server moves", ct);
        await admin.Queues.ResumeAsync("mail", ct);
        #endregion
    }

    public static async Task Backup(CancellationToken ct)
    {
        #region backup
        await using var connection = new SqliteConnection("Data Source=app.db");
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO 'backup/app.db'";
        await command.ExecuteNonQueryAsync(ct);
        #endregion
    }

    public static async Task OwnConnection(CancellationToken ct)
    {
        #region own-connection
        await using var connection = new SqliteConnection("Data Source=app.db");
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout = 10000";
        await command.ExecuteNonQueryAsync(ct);
        #endregion
    }
}
