using System.Data.Common;
using Dapper;
using Npgsql;
using Ostinato;

namespace Signup.Users;

public sealed class PostgreSqlDatabase(string connectionString) : Database
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public override async Task<DbConnection> OpenAsync(CancellationToken ct) => await _source.OpenConnectionAsync(ct);

    public override async Task CreateTablesAsync()
    {
        await using var connection = await OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync("""
            CREATE TABLE IF NOT EXISTS users (
                id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                email TEXT NOT NULL,
                name TEXT NOT NULL,
                signed_up_at TEXT NOT NULL,
                welcomed_at TEXT);
            CREATE UNIQUE INDEX IF NOT EXISTS users_email ON users (lower(email));
            """);
    }

    public override OstinatoBuilder KeepJobs(OstinatoBuilder builder) => builder.UsePostgreSql(connectionString);
}
