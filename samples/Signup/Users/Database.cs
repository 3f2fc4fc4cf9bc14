using System.Data.Common;
using Ostinato;

namespace Signup.Users;

/// <summary>The application's own database. Its jobs are kept in it too, so that one transaction covers a user and the user's jobs.</summary>
public abstract class Database
{
    /// <summary>PostgreSQL where a connection string named <c>Signup</c> is configured, and a file in a folder otherwise.</summary>
    public static Database Of(IConfiguration configuration, string folder) =>
        configuration.GetConnectionString("Signup") is { } server
            ? new PostgreSqlDatabase(server)
            : new SqliteDatabase(Path.Combine(folder, "signup.db"));

    public abstract Task<DbConnection> OpenAsync(CancellationToken ct);

    public abstract Task CreateTablesAsync();

    /// <summary>Keeps the jobs in this database.</summary>
    public abstract OstinatoBuilder KeepJobs(OstinatoBuilder builder);
}
