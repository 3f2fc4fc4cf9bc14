using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>
/// Brings a schema up to date. Many processes may try at once; one does it. No lock is waited for longer than two seconds, so that nobody
/// queues behind it for long; it is tried again instead.
/// </summary>
internal sealed class Migrator(NpgsqlDataSource source, string schema, TimeProvider time, ILogger logger)
{
    private const int MostTries = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly SqlFile _sql = SqlFile.Load("Schema", schema);

    /// <summary>What is in the database.</summary>
    public async Task<SchemaVersion> VersionAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        return await VersionAsync(connection, ct).ConfigureAwait(false);
    }

    public async Task MigrateAsync(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await MigrateOnceAsync(ct).ConfigureAwait(false);
                return;
            }
            catch (PostgresException error) when (attempt < MostTries && IsInTheWay(error))
            {
                await Task.Delay(Pause, time, ct).ConfigureAwait(false);
            }
        }
    }

    // Two processes that create the schema at the same moment may also meet in the catalogues.
    private static bool IsInTheWay(PostgresException error) => error.SqlState
        is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation
        or PostgresErrorCodes.DuplicateSchema or PostgresErrorCodes.DuplicateTable;

    private async Task MigrateOnceAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
        await RunAsync(connection, _sql["lock"], ct).ConfigureAwait(false);
        var from = (await VersionAsync(connection, ct).ConfigureAwait(false)).Number;
        foreach (var migration in Migration.All(schema).Where(migration => migration.Version > from))
        {
            await RunAsync(connection, migration.Sql, ct).ConfigureAwait(false);
        }

        await transaction.CommitAsync(ct).ConfigureAwait(false);
        if (from < Migration.Latest)
        {
            Log.Migrated(logger, schema, from, Migration.Latest);
        }
    }

    private async Task<SchemaVersion> VersionAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var exists = new NpgsqlCommand(_sql["exists"], connection);
        if (await exists.ExecuteScalarAsync(ct).ConfigureAwait(false) is not true)
        {
            return default;
        }

        await using var version = new NpgsqlCommand(_sql["version"], connection);
        await using var row = await version.ExecuteReaderAsync(ct).ConfigureAwait(false);
        await row.ReadAsync(ct).ConfigureAwait(false);
        return new SchemaVersion(row.GetInt32(0), row.GetInt32(1));
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
    }
}
