using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ostinato.PostgreSql;

namespace Ostinato;

/// <summary>Keeps jobs in PostgreSQL.</summary>
public static class PostgreSqlBuilderExtensions
{
    /// <summary>Keeps jobs in a PostgreSQL database, on a few connections of the store's own.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">
    /// Where the database is, such as <c>Host=db;Database=app;Username=app;Password=…</c>. What the store needs of a connection it adds.
    /// </param>
    /// <param name="configure">Sets the options.</param>
    public static OstinatoBuilder UsePostgreSql(
        this OstinatoBuilder builder, string connectionString, Action<PostgreSqlStoreOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return Use(builder, (_, options) => StoreSource.Create(connectionString, options), ownsSource: true, configure);
    }

    /// <summary>Keeps jobs in a PostgreSQL database, on a few connections of a source that the application has.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="source">Where the database is. The application disposes of it, after the host has stopped.</param>
    /// <param name="configure">Sets the options.</param>
    public static OstinatoBuilder UsePostgreSql(
        this OstinatoBuilder builder, NpgsqlDataSource source, Action<PostgreSqlStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Use(builder, (_, _) => source, ownsSource: false, configure);
    }

    /// <summary>Keeps jobs in the PostgreSQL database of the <see cref="NpgsqlDataSource"/> that is registered as a service.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    public static OstinatoBuilder UsePostgreSql(this OstinatoBuilder builder, Action<PostgreSqlStoreOptions>? configure = null) =>
        Use(builder, (services, _) => services.GetRequiredService<NpgsqlDataSource>(), ownsSource: false, configure);

    private static OstinatoBuilder Use(
        OstinatoBuilder builder,
        Func<IServiceProvider, PostgreSqlStoreOptions, NpgsqlDataSource> source,
        bool ownsSource,
        Action<PostgreSqlStoreOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new PostgreSqlStoreOptions();
        configure?.Invoke(options);
        options.Validate();
        return builder.UseStore(services => new PostgreSqlJobStore(
            source(services, options),
            ownsSource,
            options,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetService<ILogger<PostgreSqlJobStore>>() ?? NullLogger<PostgreSqlJobStore>.Instance));
    }
}
