using System.Net.Sockets;
using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>Says in words what the server says in codes: what is wrong, where, and the remedy.</summary>
internal static class StoreErrors
{
    private const StringComparison Ignoring = StringComparison.OrdinalIgnoreCase;

    /// <summary>The process does not stand under its epoch.</summary>
    public const string LostLease = "OST01";

    /// <summary>There are requests to cancel that the process does not know.</summary>
    public const string UnknownCancels = "OST02";

    /// <summary>The process has asked anew what it holds, and what travelled before is over.</summary>
    public const string PastRound = "OST03";

    /// <summary>The process believes to hold a lease that is gone.</summary>
    public const string MissingLease = "OST04";

    public static bool Is(Exception error, string code) => error is PostgresException { SqlState: var state } && state == code;

    /// <summary>Whether the process must ask what it holds before it tries again.</summary>
    public static bool MakesUncertain(Exception error) => Is(error, PastRound) || Is(error, MissingLease);

    /// <summary>Whether the connection is gone, and with it the knowledge of what became of the last commit.</summary>
    public static bool IsBroken(Exception error) => error is PostgresException postgres
        ? postgres.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            || postgres.SqlState.StartsWith("08", StringComparison.Ordinal)
        : error is NpgsqlException or IOException or SocketException or TimeoutException or ObjectDisposedException;

    /// <summary>Whether the same may succeed in a moment.</summary>
    public static bool Passes(Exception error) => error is PostgresException postgres
        ? postgres.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure || IsBroken(error)
        : error is NpgsqlException { InnerException: not TimeoutException } || BrokeBefore(error);

    /// <summary>Whether another connection may lead to a server that does it.</summary>
    public static bool IsWrongServer(Exception error) => Is(error, PostgresErrorCodes.ReadOnlySqlTransaction);

    /// <summary>The error to give to the caller of an operation.</summary>
    public static Exception Explain(Exception error, string host) => Explain(error, host, "The store goes on as soon as it can.");

    /// <summary>The error to give to who starts the store.</summary>
    public static Exception ExplainStart(Exception error, string host) =>
        error is OstinatoConfigurationException or OperationCanceledException
            ? error
            : new OstinatoConfigurationException(
                "The PostgreSQL store cannot be opened: "
                + Explain(error, host, "Start the server, or correct the host of the connection string.").Message,
                error);

    // The driver speaks of a part of its own where a connection breaks just as something is about to be sent on it.
    private static bool BrokeBefore(Exception error) => error is ObjectDisposedException disposed
        && !disposed.ObjectName.EndsWith(nameof(PostgreSqlJobStore), StringComparison.Ordinal)
        && !disposed.ObjectName.EndsWith("DataSource", StringComparison.Ordinal);

    private static Exception Explain(Exception error, string host, string then) => error switch
    {
        PostgresException postgres when Words(postgres, host) is { } words => postgres.SqlState == PostgresErrorCodes.QueryCanceled
            ? new TimeoutException(words, error)
            : new IOException(words, error),
        NpgsqlException { InnerException: TimeoutException } => new TimeoutException(
            $"PostgreSQL at {host} did not answer in time. Look for a lock that is held for long, or raise CommandTimeout.", error),
        NpgsqlException { InnerException: null } and not PostgresException when error.Message.Contains("password", Ignoring) =>
            new IOException(
                $"PostgreSQL at {host} refuses the login: {Sentence(error)}. Correct the user or the password of the connection string.",
                error),
        NpgsqlException and not PostgresException when host.Contains(',', StringComparison.Ordinal)
            && error.InnerException is null or AggregateException => new IOException(
                $"none of the hosts {host} of PostgreSQL is a primary that can be reached{Reasons(error.InnerException)}. Start or promote "
                + "one; it must be in the connection string. The store needs the primary.", error),
        NpgsqlException and not PostgresException => new IOException(
            $"PostgreSQL at {host} cannot be reached: {Sentence(error)}. {then}", error),
        ObjectDisposedException when BrokeBefore(error) => new IOException(
            $"The connection to PostgreSQL at {host} broke just as it was used. {then}", error),
        _ => error,
    };

    private static string Reasons(Exception? all) => all is AggregateException { InnerExceptions: var errors }
        ? ": " + string.Join("; ", errors.Select(Sentence))
        : "";

    private static string Sentence(Exception error) => (error as PostgresException)?.MessageText ?? error.Message.TrimEnd('.');

    private static string? Words(PostgresException error, string host) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"PostgreSQL at {host} refuses the login: {error.MessageText}. Correct the user or the password of the connection string.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"PostgreSQL at {host}: {error.MessageText}. Create the database, or name another in the connection string.",
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedFunction =>
            $"PostgreSQL at {host}: {error.MessageText}. The tables of Ostinato are missing or of another version: run MigrateAsync, or "
            + "the text of `PostgreSqlMigrations.Script()` in psql.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"PostgreSQL at {host}: {error.MessageText}. Grant the user of the connection string its rights on the schema of Ostinato.",
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            $"PostgreSQL at {host} takes no writes: {error.MessageText}. Connect to the primary, for example with "
            + "`Target Session Attributes=primary` and all hosts in the connection string.",
        PostgresErrorCodes.DiskFull =>
            $"the disk of PostgreSQL at {host} is full: {error.MessageText}. Nothing was written. Free some space; the store goes on as "
            + "soon as it can.",
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ConfigurationLimitExceeded =>
            $"PostgreSQL at {host} has no connection left: {error.MessageText}. Raise max_connections, or put a pooler before the server.",
        PostgresErrorCodes.QueryCanceled =>
            $"PostgreSQL at {host} ended a statement: {error.MessageText}. Look for a lock that is held for long; a statement_timeout that "
            + "is set for this user must leave the store 10 s.",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow =>
            $"PostgreSQL at {host} is not there: {error.MessageText}. The store goes on as soon as it is back.",
        _ => null,
    };
}
