using System.Data.Common;
using Ostinato.Storage;

namespace Ostinato.Sqlite;

internal sealed class SqliteInserter(Writer writer, CallerTransactions callers) : IJobInserter
{
    private const int KeyLength = 32;

    public bool IsSynchronousInTransaction => true;

    public async ValueTask<IReadOnlyList<InsertedJob>> InsertAsync(
        IReadOnlyList<NewJob> jobs, DbTransaction? transaction, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        foreach (var job in jobs)
        {
            Validate(job);
        }

        return jobs.Count == 0 ? []
            : transaction is null ? await writer.RunAsync(session => session.Insertion.Insert(jobs), Flush.Now, ct).ConfigureAwait(false)
            : callers.Insert(jobs, transaction, ct);
    }

    private static void Validate(NewJob job)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(job.Priority, JobDefaults.FirstPriority, nameof(job));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(job.Priority, JobDefaults.LastPriority, nameof(job));
        if (job.Unique is { Key.Length: not KeyLength and var length })
        {
            throw new ArgumentException($"The unique key of '{job.Name}' has {length} bytes; it must have {KeyLength}.", nameof(job));
        }
    }
}
