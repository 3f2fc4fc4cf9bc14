using System.Data.Common;
using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Ostinato.EntityFrameworkCore;

/// <summary>Writes the pending jobs of one context in a transaction, through the client.</summary>
internal sealed class PendingWriter(ICurrentDbContext current, PendingJobs pending, ContextClient client)
{
    /// <summary>Opens the store before a transaction locks what the opening needs.</summary>
    public ValueTask OpenAsync(CancellationToken ct) => pending.Count > 0 ? client.Value.OpenAsync(ct) : ValueTask.CompletedTask;

    public async Task WriteAsync(DbTransaction transaction, CancellationToken ct)
    {
        var written = new List<(PendingJob Job, JobHandle Handle)>();
        foreach (var batch in JobBatch.Of(WithPayloads(pending.NotIn(transaction))))
        {
            var handles = await batch.EnqueueAsync(client.Value, transaction, ct).ConfigureAwait(false);
            written.AddRange(batch.Jobs.Zip(handles));
        }

        if (pending.Completion is { } completion && completion.Transaction != transaction)
        {
            await completion.WriteAsync(transaction, ct).ConfigureAwait(false);
        }

        // Only now: after an error the transaction is taken back, to a savepoint at least.
        written.ForEach(entry => entry.Job.Written(entry.Handle, transaction));
    }

    /// <summary>The same for callers that cannot await.</summary>
    /// <exception cref="InvalidOperationException">The store would have to be waited for; nothing was written.</exception>
    public void Write(DbTransaction transaction)
    {
        RefuseToWait();
        var writing = WriteAsync(transaction, CancellationToken.None);
        if (writing.Exception is { InnerException: { } error })
        {
            ExceptionDispatchInfo.Throw(error);
        }

        if (!writing.IsCompleted)
        {
            throw new InvalidOperationException("The store said that it needs no waiting for, and did not keep to it.");
        }
    }

    /// <summary>Says so while nothing has happened yet.</summary>
    public void RefuseToWait()
    {
        if (pending.Count > 0 && !client.Value.IsSynchronousInTransaction)
        {
            throw new InvalidOperationException(
                $"{current.Context.GetType().Name} has jobs to store, and SaveChanges() cannot wait for the store: it is not open yet, "
                + "or answers asynchronously. Nothing was saved. Await SaveChangesAsync() instead.");
        }
    }

    private List<(PendingJob Job, object Payload)> WithPayloads(IReadOnlyList<PendingJob> jobs)
    {
        using var generated = jobs.Any(job => job.IsMadeLate) ? new GeneratedValues(current.Context.ChangeTracker) : null;
        return [.. jobs.Select(job => (job, job.MakePayload()))];
    }
}
