using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>The store's own source of connections, from the connection string that the application gives.</summary>
internal static class StoreSource
{
    public static NpgsqlDataSource Create(string connectionString, PostgreSqlStoreOptions options)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new OstinatoConfigurationException(
                $"The connection string for PostgreSQL cannot be read: {error.Message} Correct it where UsePostgreSql is called.", error);
        }

        if (string.IsNullOrEmpty(settings.Host))
        {
            throw new OstinatoConfigurationException(
                "The connection string for PostgreSQL names no host. Add one where UsePostgreSql is called, such as `Host=localhost`.");
        }

        // The store keeps connections open itself and uses nothing of a session that would have to be reset.
        settings.Pooling = true;
        settings.NoResetOnClose = true;
        settings.MaxPoolSize = options.MaxConnections + 3;
        settings.Enlist = false;

        // For what is no trip of ours: the end of a transaction, for one.
        settings.CommandTimeout = (int)options.CommandTimeout.TotalSeconds;
        settings.ApplicationName ??= "ostinato";
        settings.KeepAlive = settings.KeepAlive == 0 ? 10 : settings.KeepAlive;
        return NpgsqlDataSource.Create(settings);
    }
}
