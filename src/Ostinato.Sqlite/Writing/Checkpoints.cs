using SQLitePCL;

namespace Ostinato.Sqlite;

/// <summary>Moves what is in the write-ahead log into the database between transactions, when there is enough of it.</summary>
/// <remarks>The engine would do it inside a commit, and the callers of that commit would wait for it.</remarks>
internal sealed class Checkpoints(Database database)
{
    /// <summary>The log is cut to this many bytes when it starts anew.</summary>
    public const long LargestFile = 64L * 1024 * 1024;

    private const int PagesWritten = 9;
    private const int PagesBetween = 2_000;
    private const int PagesTooMany = 16_384;
    private static readonly TimeSpan PatienceWithReaders = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenRestarts = TimeSpan.FromSeconds(1);

    private int _written;
    private long _restartedAt;

    /// <summary>How far the engine's count has come. It has 31 bits and begins again at zero.</summary>
    public static int PagesSince(int before, int now) => (now - before) & int.MaxValue;

    public void Run()
    {
        raw.sqlite3_db_status(database.Handle, PagesWritten, out var written, out _, resetFlg: 0);
        if (PagesSince(_written, written) < PagesBetween)
        {
            return;
        }

        _written = written;
        var code = raw.sqlite3_wal_checkpoint_v2(database.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var pages, out _);
        Check(code);
        if (pages > PagesTooMany && RealTime.Since(_restartedAt) > BetweenRestarts)
        {
            Restart();
        }
    }

    // Readers that follow each other without a gap keep the log from starting anew. For once the writer waits for them.
    private void Restart()
    {
        _restartedAt = RealTime.Now();
        database.WaitForLocks(PatienceWithReaders);
        var code = raw.sqlite3_wal_checkpoint_v2(database.Handle, "main", raw.SQLITE_CHECKPOINT_RESTART, out _, out _);
        database.WaitForLocks(TimeSpan.Zero);
        Check(code);
    }

    // Busy means that somebody else checkpoints, or reads what is to be moved: it is done later.
    private void Check(int code)
    {
        if ((code & 0xff) is not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED))
        {
            database.Check(code);
        }
    }
}
