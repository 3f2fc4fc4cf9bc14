using Dapper;
using Microsoft.Data.Sqlite;

namespace Signup.Users;

/// <summary>The application's own database.</summary>
public sealed class Database(string file)
{
    public string ConnectionString { get; } = new SqliteConnectionStringBuilder { DataSource = file }.ToString();

    public async Task<SqliteConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(ct);

        // SQLite has one writer at a time. A connection that finds another one writing waits for its turn.
        await connection.ExecuteAsync("PRAGMA busy_timeout = 10000");
        return connection;
    }

    public async Task CreateTablesAsync()
    {
        await using var connection = await OpenAsync(CancellationToken.None);

        // In WAL mode readers and the writer do not wait for each other. The mode is a property of the file, so once is enough.
        await connection.ExecuteAsync("""
            PRAGMA journal_mode = WAL;
            CREATE TABLE IF NOT EXISTS users (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                email TEXT NOT NULL COLLATE NOCASE UNIQUE,
                name TEXT NOT NULL,
                signed_up_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),
                welcomed_at TEXT);
            """);
    }
}
