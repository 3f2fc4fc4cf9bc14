using System.Data.Common;
using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Completes a job on the caller's own connection. The write lock keeps what was checked true to its end.</summary>
internal sealed class SqliteCompleter(CallerTransactions callers) : IJobCompleter
{
    public ValueTask<CompletionResult> CompleteAsync(
        ProcessIdentity process, Acknowledgement completion, DbTransaction transaction, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentOutOfRangeException.ThrowIfNotEqual(completion.End, AttemptEnd.Completed, nameof(completion));
        var otherwise = $"The job '{completion.Job.Name}' cannot be completed";
        return new(callers.Write(transaction, otherwise, session => session.Exchange.Complete(process, completion), ct));
    }
}
