using System.Data.Common;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Ostinato.EntityFrameworkCore;

/// <summary>The jobs of one context that are not saved yet.</summary>
internal sealed class PendingJobs(TransactionDemand demand, SaveCall call) : IResettableService
{
    private readonly List<PendingJob> _jobs = [];

    public int Count => _jobs.Count;

    public PendingJob Add(PendingJob job)
    {
        call.Watch();
        demand.Raise();
        _jobs.Add(job);
        return job;
    }

    public IReadOnlyList<PendingJob> NotIn(DbTransaction transaction) => _jobs.FindAll(job => job.Transaction != transaction);

    /// <summary>What is written in a transaction is saved for good, or as far as its context cares.</summary>
    public void Complete(DbTransaction transaction)
    {
        foreach (var job in _jobs.Where(job => job.Transaction == transaction))
        {
            job.Saved();
        }

        if (_jobs.RemoveAll(job => job.IsSaved) > 0 && _jobs.Count == 0)
        {
            demand.Lower();
        }
    }

    public void Clear()
    {
        _jobs.Clear();
        demand.Lower();
    }

    public void ResetState()
    {
        Clear();
        call.Forget();
    }

    public Task ResetStateAsync(CancellationToken cancellationToken = default)
    {
        ResetState();
        return Task.CompletedTask;
    }
}
