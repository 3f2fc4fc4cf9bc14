using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Ostinato.Chaos;

/// <summary>One database file.</summary>
internal sealed class SqliteChaosStore : ChaosStore
{
    private const int Busy = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("ostinato-chaos-").FullName;

    public override string Name => "sqlite";

    public override string WorkerConnection => $"Data Source={Path.Combine(_folder, "jobs.db")}";

    public override void AddTo(OstinatoBuilder builder) => builder.UseSqlite(WorkerConnection);

    public override async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(WorkerConnection);
        await connection.OpenAsync(ct);
        return connection;
    }

    // A paused process that holds the write lock stops everybody until it wakes, and nobody could declare it dead.
    public override async Task<bool> CanWriteAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await using var probe = connection.CreateCommand();
        probe.CommandText = "begin immediate";
        probe.CommandTimeout = 1;
        try
        {
            await probe.ExecuteNonQueryAsync(ct);
            probe.CommandText = "rollback";
            await probe.ExecuteNonQueryAsync(ct);
            return true;
        }
        catch (SqliteException error) when (error.SqliteErrorCode == Busy)
        {
            return false;
        }
    }

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
