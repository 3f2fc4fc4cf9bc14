using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Ostinato;

namespace Signup.Users;

public sealed class SqliteDatabase(string file) : Database
{
    private readonly string _connectionString = new SqliteConnectionStringBuilder { DataSource = file }.ToString();

    public override async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(ct);

        // SQLite has one writer at a time. A connection that finds another one writing waits for its turn.
        await connection.ExecuteAsync("PRAGMA busy_timeout = 10000");
        return connection;
    }

    public override async Task CreateTablesAsync()
    {
        await using var connection = await OpenAsync(CancellationToken.None);

        // In WAL mode readers and the writer do not wait for each other. The mode is a property of the file, so once is enough.
        await connection.ExecuteAsync("""
            PRAGMA journal_mode = WAL;
            CREATE TABLE IF NOT EXISTS users (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                email TEXT NOT NULL COLLATE NOCASE UNIQUE,
                name TEXT NOT NULL,
                signed_up_at TEXT NOT NULL,
                welcomed_at TEXT);
            """);
    }

    public override OstinatoBuilder KeepJobs(OstinatoBuilder builder) => builder.UseSqlite(_connectionString);
}
