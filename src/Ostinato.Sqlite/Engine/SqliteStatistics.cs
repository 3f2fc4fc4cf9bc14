namespace Ostinato.Sqlite;

/// <summary>What a store has asked of the engine so far, on all of its connections; for measurements.</summary>
internal sealed class SqliteStatistics
{
    private long _statements;
    private long _commits;
    private long _looks;

    /// <summary>Statements that were run, those that begin and end transactions included, <see cref="Looks"/> not.</summary>
    public long Statements => Volatile.Read(ref _statements) - Looks;

    /// <summary>Transactions of the writer that were committed.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Looks for commits by others: <c>pragma data_version</c>, which reads shared memory and no table.</summary>
    public long Looks => Volatile.Read(ref _looks);

    public void CountStatement() => Interlocked.Increment(ref _statements);

    public void CountCommit() => Interlocked.Increment(ref _commits);

    public void CountLook() => Interlocked.Increment(ref _looks);
}
