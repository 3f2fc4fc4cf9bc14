using System.Data.Common;
using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Completes a job on the caller's own connection. The write lock keeps what was checked true until the transaction ends.</summary>
internal sealed class SqliteCompleter(CallerTransactions callers) : IJobCompleter
{
    public ValueTask<CompletionResult> CompleteAsync(
        ProcessIdentity process, Acknowledgement completion, DbTransaction transaction, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentOutOfRangeException.ThrowIfNotEqual(completion.End, AttemptEnd.Completed, nameof(completion));
        return new(callers.Write(
            transaction, $"The job '{completion.Job.Name}' cannot be completed", session => session.Exchange.Complete(process, completion), ct));
    }
}
