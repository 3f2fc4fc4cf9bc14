using System.Data.Common;
using Microsoft.Data.Sqlite;
using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Writes new jobs on the caller's own connection, so that they exist if and only if the caller's transaction commits.</summary>
internal sealed class CallerTransactions(StoreFile file, TimeProvider time, ExpectedCommits expected)
{
    // Through ADO.NET, so that waiting for the write lock follows the caller's own settings. Once it is held, nothing else can block.
    private const string TakeWriteLock = "update ostinato_counter set next = next";

    /// <summary>The full path of the store's file as the engine knows it.</summary>
    public string? FullPath { get; set; }

    public InsertedJob[] Insert(IReadOnlyList<NewJob> jobs, DbTransaction transaction, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var connection = Connection(transaction, jobs[0].Name);
        using (var command = connection.CreateCommand())
        {
            command.CommandText = TakeWriteLock;
            command.Transaction = (SqliteTransaction)transaction;
            command.ExecuteNonQuery();
        }

        using var session = new Session(new Database(connection) { Statistics = file.Statistics }, time);
        var answers = AllOrNone(session, jobs);
        expected.Announce();
        return answers;
    }

    // The caller may go on after an error and commit: nothing half-done must be in the transaction then.
    private static InsertedJob[] AllOrNone(Session session, IReadOnlyList<NewJob> jobs)
    {
        session.Database.Execute("savepoint ostinato");
        try
        {
            var answers = session.Insertion.Insert(jobs);
            session.Counter.Announce();
            session.Database.CloseReads();
            session.Database.Execute("release ostinato");
            return answers;
        }
        catch when (session.Database.IsInTransaction)
        {
            session.Database.CloseReads();
            session.Database.Execute("rollback to ostinato; release ostinato");
            throw;
        }
    }

    private SqliteConnection Connection(DbTransaction transaction, string job)
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
            $"The job '{job}' cannot be enqueued in this transaction: the jobs are kept in '{FullPath ?? file.Path}', and the transaction "
            + $"{what}. Begin it on a connection to the store's file, or enqueue without a transaction.",
            nameof(transaction));
    }

    private static bool SameFile(string one, string other) => string.Equals(
        Path.GetFullPath(one),
        Path.GetFullPath(other),
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
