using System.Text.RegularExpressions;

namespace Ostinato;

/// <summary>How the PostgreSQL store behaves. Read once, when the store is created.</summary>
public sealed partial class PostgreSqlStoreOptions
{
    /// <summary>
    /// The schema that holds all tables. Default <c>ostinato</c>; lower-case letters, digits and underscores, at most 40, not beginning
    /// with a digit. Several schemas in one database are several stores that know nothing of each other.
    /// </summary>
    public string Schema { get; set; } = "ostinato";

    /// <summary>Whether a start creates the schema and its tables where they are missing, or fails. Default true.</summary>
    public bool CreateSchema { get; set; } = true;

    /// <summary>Whether a start brings an older schema up to date, or fails. Default false.</summary>
    public bool Migrate { get; set; }

    /// <summary>Whether the store uses what belongs to a session. Default <see cref="PostgreSqlSessions.Detect"/>.</summary>
    public PostgreSqlSessions Sessions { get; set; } = PostgreSqlSessions.Detect;

    /// <summary>
    /// How many connections the store has open at the most, beside the one that listens. Default 4, 2 to 100.
    /// </summary>
    public int MaxConnections { get; set; } = 4;

    /// <summary>How long one trip to the server may take. Default 30 s, 1 s to 10 min.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether jobs that are enqueued in a caller's transaction send their notification in it, too. It wakes processes that cannot see
    /// the commit otherwise, and makes all commits of the server that notify wait for each other. Default false.
    /// </summary>
    public bool NotifyInTransaction { get; set; }

    internal void Validate()
    {
        if (!SchemaName().IsMatch(Schema))
        {
            throw Wrong(
                nameof(Schema), $"'{Schema}'", "1 to 40 lower-case letters, digits and underscores, and not begin with a digit or 'pg_'");
        }

        if (!Enum.IsDefined(Sessions))
        {
            throw Wrong(nameof(Sessions), Sessions, "Detect, Use or Avoid");
        }

        if (MaxConnections is < 2 or > 100)
        {
            throw Wrong(nameof(MaxConnections), MaxConnections, "2 to 100");
        }

        if (CommandTimeout < TimeSpan.FromSeconds(1) || CommandTimeout > TimeSpan.FromMinutes(10))
        {
            throw Wrong(nameof(CommandTimeout), CommandTimeout, "1 s to 10 min");
        }
    }

    private static OstinatoConfigurationException Wrong(string name, object value, string range) => new(
        $"{nameof(PostgreSqlStoreOptions)}.{name} is {value}; it must be {range}. Correct it where UsePostgreSql is called.");

    [GeneratedRegex("^(?!pg_)[a-z_][a-z0-9_]{0,39}$")]
    private static partial Regex SchemaName();
}
