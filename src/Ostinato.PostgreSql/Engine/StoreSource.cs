using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>The store's own source of connections, from the connection string that the application gives.</summary>
internal static class StoreSource
{
    // How long a server that hangs is waited for beyond the time of a trip: a connection is made to cancel it, and the answer waited for.
    private const int ConnectSeconds = 5;
    private const int CancelMilliseconds = 500;

    // How long nothing passes before the system sees whether the other end is there, and how often it tries again.
    private const int KeepAliveSeconds = 10;

    // How long what is known of a host among several is believed: a standby may have become the primary.
    private const int RecheckSeconds = 1;

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

        // A look of the driver's at a connection that hangs blocks a thread, and whoever wants that connection meanwhile, without an end.
        // The system can tell of a connection that is gone without that.
        settings.KeepAlive = 0;
        if (!Says(settings, "Tcp Keepalive"))
        {
            (settings.TcpKeepAlive, settings.TcpKeepAliveTime, settings.TcpKeepAliveInterval) = (true, KeepAliveSeconds, KeepAliveSeconds);
        }

        settings.Timeout = Says(settings, "Timeout") ? settings.Timeout : ConnectSeconds;
        settings.CancellationTimeout = Says(settings, "Cancellation Timeout") ? settings.CancellationTimeout : CancelMilliseconds;
        if (settings.Host.Contains(',', StringComparison.Ordinal))
        {
            settings.TargetSessionAttributes ??= "primary";
            settings.HostRecheckSeconds = Says(settings, "Host Recheck Seconds") ? settings.HostRecheckSeconds : RecheckSeconds;
        }

        return NpgsqlDataSource.Create(settings);
    }

    /// <summary>Where the database is, for messages.</summary>
    public static string HostOf(NpgsqlDataSource source)
    {
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        var hosts = (settings.Host ?? "").Split(',', StringSplitOptions.TrimEntries);
        return string.Join(", ", hosts.Select(host => host.Contains(':', StringComparison.Ordinal) ? host : $"{host}:{settings.Port}"));
    }

    // Whether it is set, be it to its default.
    private static bool Says(NpgsqlConnectionStringBuilder settings, string keyword) =>
        settings.Keys.Cast<string>().Contains(keyword, StringComparer.OrdinalIgnoreCase);
}
