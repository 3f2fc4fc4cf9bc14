using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ostinato.Sqlite;

/// <summary>One connection and the statements that were prepared on it. Used by one thread at a time.</summary>
/// <remarks>Statements go straight to the engine: through ADO.NET commands the hottest of them cost several times as much.</remarks>
internal sealed class Database : IDisposable
{
    private readonly SqliteConnection? _own;
    private readonly List<Statement> _statements = [];

    /// <summary>Opens a connection of our own, which <see cref="Dispose"/> closes.</summary>
    public Database(string connectionString)
    {
        _own = new SqliteConnection(connectionString);
        try
        {
            _own.Open();
            Handle = _own.Handle!;
        }
        catch
        {
            _own.Dispose();
            throw;
        }
    }

    /// <summary>Works on somebody else's open connection, which stays open.</summary>
    public Database(SqliteConnection connection) => Handle = connection.Handle!;

    public sqlite3 Handle { get; }

    public SqliteStatistics Statistics { get; init; } = new();

    /// <summary>The full path of the file as the engine knows it.</summary>
    public string File => raw.sqlite3_db_filename(Handle, "main").utf8_to_string();

    public bool IsInTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>How long the engine waits for a lock before it reports that the file is busy.</summary>
    public void WaitForLocks(TimeSpan longest) => Check(raw.sqlite3_busy_timeout(Handle, (int)longest.TotalMilliseconds));

    public Statement Prepare(string sql)
    {
        var statement = new Statement(this, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs statements that are not worth keeping.</summary>
    public void Execute(string sql)
    {
        Statistics.CountStatement();
        Check(raw.sqlite3_exec(Handle, sql));
    }

    /// <summary>What <see cref="Check"/> throws where another connection did not let go of its lock in time.</summary>
    public void ThrowBusy() => SqliteException.ThrowExceptionForRC(raw.SQLITE_BUSY, Handle);

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(code, Handle);
        }
    }

    /// <summary>Ends every read that was left before its last row; it would hold the transaction open.</summary>
    public void CloseReads()
    {
        foreach (var statement in _statements)
        {
            statement.Close();
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _statements.Clear();
        _own?.Dispose();
    }
}
