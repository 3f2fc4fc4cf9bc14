using System.Data.Common;

namespace Ostinato.Storage;

/// <summary>Completes a job in a transaction of its handler, so that it is completed if and only if the transaction commits.</summary>
public interface IJobCompleter
{
    /// <summary>
    /// Checks that the process stands under its epoch and holds the job, and writes the completion. Both stay true until the transaction
    /// has ended, whatever its isolation. The process holds the job until it has acknowledged it: an acknowledgement after the commit
    /// changes nothing, one after a rollback does what it says, and one while nobody knows waits.
    /// </summary>
    /// <param name="process">Who speaks.</param>
    /// <param name="completion">The job, <see cref="AttemptEnd.Completed"/>, and the result to keep.</param>
    /// <param name="transaction">A transaction on the store's own database.</param>
    /// <param name="ct">Cancels. Whether the completion is in the transaction is unknown then.</param>
    /// <exception cref="ArgumentException">The transaction is not of this store's database, or has ended. Nothing was written.</exception>
    ValueTask<CompletionResult> CompleteAsync(
        ProcessIdentity process, Acknowledgement completion, DbTransaction transaction, CancellationToken ct);
}

/// <summary>What became of a completion.</summary>
public enum CompletionResult
{
    /// <summary>It is in the transaction.</summary>
    Written,

    /// <summary>The process does not hold the job under this claim, or it is completed already. Nothing was written.</summary>
    NotHeld,

    /// <summary>The process was declared dead. Nothing was written.</summary>
    LostLease,
}
