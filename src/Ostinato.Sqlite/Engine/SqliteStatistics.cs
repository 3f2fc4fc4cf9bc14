namespace Ostinato.Sqlite;

/// <summary>What a store has asked of the engine so far, on all of its connections; for measurements.</summary>
internal sealed class SqliteStatistics
{
    private long _statements;
    private long _commits;
    private long _flushes;
    private long _looks;

    /// <summary>Statements that were run, those that begin and end transactions included, <see cref="Looks"/> not.</summary>
    public long Statements => Volatile.Read(ref _statements) - Looks;

    /// <summary>Transactions of the writer that were committed.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Those of the <see cref="Commits"/> that were flushed to the disk before they counted as done.</summary>
    public long Flushes => Volatile.Read(ref _flushes);

    /// <summary>Looks for commits by others: <c>pragma data_version</c>, which reads shared memory and no table.</summary>
    public long Looks => Volatile.Read(ref _looks);

    public void CountStatement() => Interlocked.Increment(ref _statements);

    public void CountCommit(bool isFlushed)
    {
        Interlocked.Increment(ref _commits);
        if (isFlushed)
        {
            Interlocked.Increment(ref _flushes);
        }
    }

    public void CountLook() => Interlocked.Increment(ref _looks);
}
