namespace Ostinato;

/// <summary>Where the SQLite store is, and how it behaves. Read once, when the store is created.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>
    /// A connection string that names a file, such as <c>Data Source=app.db</c>. Relative paths start at the current directory; the
    /// folder must exist. Default <c>Data Source=ostinato.db</c>. The application's own database will do: all tables carry the prefix
    /// <c>ostinato_</c>.
    /// </summary>
    public string ConnectionString { get; set; } = "Data Source=ostinato.db";

    /// <summary>What a commit outlives. Default <see cref="SqliteDurability.Full"/>.</summary>
    public SqliteDurability Durability { get; set; } = SqliteDurability.Full;

    /// <summary>
    /// Whether a start creates the file and the tables where they are missing, and gives tables of an older version what they lack, or
    /// fails. Default true.
    /// </summary>
    public bool CreateSchema { get; set; } = true;

    /// <summary>How long an operation waits while another connection holds the write lock. Default 30 s, 0.1 s to 1 h.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many operations may wait for their turn to be written; more callers wait before they are let in. Default 10,000, 1 to 1,000,000.
    /// </summary>
    public int MaxWaiting { get; set; } = 10_000;

    internal void Validate()
    {
        if (BusyTimeout < TimeSpan.FromSeconds(0.1) || BusyTimeout > TimeSpan.FromHours(1))
        {
            throw Wrong(nameof(BusyTimeout), BusyTimeout, "0.1 s to 1 h");
        }

        if (MaxWaiting is < 1 or > 1_000_000)
        {
            throw Wrong(nameof(MaxWaiting), MaxWaiting, "1 to 1000000");
        }

        if (!Enum.IsDefined(Durability))
        {
            throw Wrong(nameof(Durability), Durability, "Full or Normal");
        }
    }

    private static OstinatoConfigurationException Wrong(string name, object value, string range) => new(
        $"{nameof(SqliteStoreOptions)}.{name} is {value}; it must be {range}. Correct it where UseSqlite is called.");
}
