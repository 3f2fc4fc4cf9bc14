using Microsoft.Data.Sqlite;

namespace Ostinato.Docs.Snippets.GettingStarted;

[Job("welcome-by-name")]
public sealed record WelcomeEmail(string Name);

internal sealed class WelcomeEmailHandler : IJobHandler<WelcomeEmail>
{
    public Task HandleAsync(WelcomeEmail job, JobContext context, CancellationToken ct) => Task.CompletedTask;
}

internal static class InTransaction
{
    public static void Map(WebApplication app)
    {
        #region getting-started-transaction
        app.MapPost("/signups/{name}", async (string name, IJobClient jobs, CancellationToken ct) =>
        {
            await using var connection = new SqliteConnection("Data Source=app.db");
            await connection.OpenAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);

            await using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE IF NOT EXISTS users (name TEXT NOT NULL); INSERT INTO users VALUES ($name)";
            command.Parameters.AddWithValue("$name", name);
            await command.ExecuteNonQueryAsync(ct);
            JobHandle job = await jobs.EnqueueAsync(new WelcomeEmail(name), transaction, ct);

            await transaction.CommitAsync(ct);
            return job;
        });
        #endregion
    }
}
