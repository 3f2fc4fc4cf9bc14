using Microsoft.Data.Sqlite;

namespace Ostinato.Sqlite;

/// <summary>The file of a store, and how to open connections to it.</summary>
internal sealed class StoreFile
{
    private readonly string _connectionString;
    private readonly string _existing;

    public StoreFile(SqliteStoreOptions options)
    {
        Options = options;
        var settings = Parse(options.ConnectionString);
        if (settings.Mode == SqliteOpenMode.Memory || settings.DataSource.Length == 0
            || settings.DataSource.Contains(":memory:", StringComparison.OrdinalIgnoreCase))
        {
            throw Unusable(
                "names no file; a database in memory belongs to one connection. Name a file, or call UseMemory() to keep jobs in memory.");
        }

        if (settings.Cache == SqliteCacheMode.Shared)
        {
            throw Unusable("asks for Cache=Shared, with which connections lock each other out. Leave it away.");
        }

        if (settings.Mode == SqliteOpenMode.ReadOnly)
        {
            throw Unusable("opens the file for reading only. Leave Mode=ReadOnly away.");
        }

        Path = settings.DataSource;
        settings.Pooling = false;
        var mode = settings.Mode;
        settings.Mode = SqliteOpenMode.ReadWrite;
        _existing = settings.ToString();
        settings.Mode = options.CreateSchema ? mode : SqliteOpenMode.ReadWrite;
        _connectionString = settings.ToString();

        OstinatoConfigurationException Unusable(string what) =>
            new($"The SQLite store cannot be used: its connection string '{options.ConnectionString}' {what}");
    }

    public SqliteStoreOptions Options { get; }

    public SqliteStatistics Statistics { get; } = new();

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <param name="mayCreate">
    /// Whether a file that is not there may be made. Once it was there, its absence means that its disk has gone, and not that no job
    /// waits.
    /// </param>
    public Database OpenForWriting(bool mayCreate) => Open(mayCreate ? _connectionString : _existing, $"""
        pragma synchronous = {(Options.Durability == SqliteDurability.Full ? "full" : "normal")};
        pragma temp_store = memory;
        pragma cache_size = -16384;
        pragma journal_size_limit = {Checkpoints.LargestFile};
        pragma wal_autocheckpoint = 0;
        """);

    public Database OpenForReading() => Open(_existing, "pragma query_only = on");

    private Database Open(string connectionString, string settings)
    {
        var database = new Database(connectionString) { Statistics = Statistics };
        try
        {
            database.WaitForLocks(Options.BusyTimeout);
            database.Execute(settings);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static SqliteConnectionStringBuilder Parse(string text)
    {
        try
        {
            return new SqliteConnectionStringBuilder(text);
        }
        catch (ArgumentException error)
        {
            throw new OstinatoConfigurationException(
                $"The SQLite store cannot be used: '{text}' is not a connection string. Write it like 'Data Source=app.db'.", error);
        }
    }
}
