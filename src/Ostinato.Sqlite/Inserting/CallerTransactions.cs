using System.Data.Common;
using Microsoft.Data.Sqlite;
using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Writes on the caller's own connection: what is written is there if and only if the caller's transaction commits.</summary>
internal sealed class CallerTransactions(StoreFile file, TimeProvider time, ExpectedCommits expected)
{
    // Through ADO.NET, so that waiting for the write lock follows the caller's own settings. Once it is held, nothing else can block.
    private const string TakeWriteLock = "update ostinato_counter set next = next";

    /// <summary>The full path of the store's file as the engine knows it.</summary>
    public string? FullPath { get; set; }

    public InsertedJob[] Insert(IReadOnlyList<NewJob> jobs, DbTransaction transaction, CancellationToken ct)
    {
        var answers = Write(transaction, $"The job '{jobs[0].Name}' cannot be enqueued", Insert, ct);
        expected.Announce();
        return answers;

        InsertedJob[] Insert(Session session)
        {
            var inserted = session.Insertion.Insert(jobs);
            session.Counter.Announce();
            return inserted;
        }
    }

    /// <param name="transaction">The caller's.</param>
    /// <param name="otherwise">What cannot be done in a transaction that is not of this file, for the error.</param>
    /// <param name="write">Writes all or nothing.</param>
    /// <param name="ct">Cancels before it has begun.</param>
    public T Write<T>(DbTransaction transaction, string otherwise, Func<Session, T> write, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var connection = Connection(transaction, otherwise);
        using (var command = connection.CreateCommand())
        {
            command.CommandText = TakeWriteLock;
            command.Transaction = (SqliteTransaction)transaction;
            command.ExecuteNonQuery();
        }

        using var session = new Session(new Database(connection) { Statistics = file.Statistics }, time);
        return AllOrNone(session, write);
    }

    // The caller may go on after an error and commit: nothing half-done must be in the transaction then.
    private static T AllOrNone<T>(Session session, Func<Session, T> write)
    {
        session.Database.Execute("savepoint ostinato");
        try
        {
            var answer = write(session);
            session.Database.CloseReads();
            session.Database.Execute("release ostinato");
            return answer;
        }
        catch when (session.Database.IsInTransaction)
        {
            session.Database.CloseReads();
            session.Database.Execute("rollback to ostinato; release ostinato");
            throw;
        }
    }

    private SqliteConnection Connection(DbTransaction transaction, string otherwise)
    {
        if (transaction is not SqliteTransaction { Connection: var connection })
        {
            throw Foreign($"is a {transaction.GetType().FullName}");
        }

        if (connection is null)
        {
            throw Foreign("has ended");
        }

        return SameFile(connection.DataSource, FullPath ?? file.Path)
            ? connection
            : throw Foreign($"belongs to '{connection.DataSource}'");

        ArgumentException Foreign(string what) => new(
            $"{otherwise} in this transaction: the jobs are kept in '{FullPath ?? file.Path}', and the transaction {what}. Begin it on a "
            + "connection to the store's file, or do without a transaction.",
            nameof(transaction));
    }

    private static bool SameFile(string one, string other) => string.Equals(
        Path.GetFullPath(one),
        Path.GetFullPath(other),
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
