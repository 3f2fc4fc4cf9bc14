using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Ostinato.Chaos.Worker;

/// <summary>Writes a receipt and completes itself in one transaction. Its first attempt ends with the process.</summary>
[Job("receipt")]
public sealed record ReceiptJob(int Number, bool Commits);

/// <summary>The work.</summary>
public sealed class ReceiptJobHandler(WorkerArguments arguments) : IJobHandler<ReceiptJob>
{
    /// <inheritdoc/>
    public async Task HandleAsync(ReceiptJob job, JobContext context, CancellationToken ct)
    {
        await using DbConnection connection = arguments.Store == "sqlite"
            ? new SqliteConnection(arguments.Connection)
            : new NpgsqlConnection(arguments.Connection);
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"insert into receipt (number) values ({job.Number})";
        await insert.ExecuteNonQueryAsync(ct);
        await context.CompleteInAsync(transaction, ct);
        if (job.Commits || context.Attempt > 1)
        {
            await transaction.CommitAsync(ct);
        }

        if (context.Attempt == 1)
        {
            Environment.FailFast("This job kills its process around its commit; the test wants it so.");
        }
    }
}
