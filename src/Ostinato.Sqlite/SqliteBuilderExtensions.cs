using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ostinato.Sqlite;

namespace Ostinato;

/// <summary>Keeps jobs in an SQLite file.</summary>
public static class SqliteBuilderExtensions
{
    /// <summary>Keeps jobs in the file <c>ostinato.db</c> in the current directory.</summary>
    public static OstinatoBuilder UseSqlite(this OstinatoBuilder builder) => Use(builder, new SqliteStoreOptions());

    /// <summary>Keeps jobs in an SQLite file; several processes may share it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">A connection string that names a file, such as <c>Data Source=app.db</c>.</param>
    /// <param name="configure">Sets the other options.</param>
    public static OstinatoBuilder UseSqlite(
        this OstinatoBuilder builder, string connectionString, Action<SqliteStoreOptions>? configure = null)
    {
        var options = new SqliteStoreOptions { ConnectionString = connectionString };
        configure?.Invoke(options);
        return Use(builder, options);
    }

    private static OstinatoBuilder Use(OstinatoBuilder builder, SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseStore(services => new SqliteJobStore(
            options,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetService<ILogger<SqliteJobStore>>() ?? NullLogger<SqliteJobStore>.Instance));
    }
}
