using System.Data.Common;
using Ostinato.Storage;

namespace Ostinato.Sqlite;

internal sealed class SqliteInserter(Writer writer, CallerTransactions callers) : IJobInserter
{
    public bool IsSynchronousInTransaction => true;

    public async ValueTask<IReadOnlyList<InsertedJob>> InsertAsync(
        IReadOnlyList<NewJob> jobs, DbTransaction? transaction, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        foreach (var job in jobs)
        {
            NewJobRules.Check(job);
        }

        return jobs.Count == 0 ? []
            : transaction is null ? await writer.RunAsync(session => session.Insertion.Insert(jobs), Flush.Now, ct).ConfigureAwait(false)
            : callers.Insert(jobs, transaction, ct);
    }
}
