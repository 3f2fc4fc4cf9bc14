using System.Data.Common;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Ostinato.EntityFrameworkCore;

/// <summary>The jobs of one context that are not saved yet, and the one that is to be completed.</summary>
internal sealed class PendingJobs(TransactionDemand demand, SaveCall call) : IResettableService
{
    private readonly List<PendingJob> _jobs = [];

    public int Count => _jobs.Count + (Completion is null ? 0 : 1);

    public PendingCompletion? Completion { get; private set; }

    public PendingJob Add(PendingJob job)
    {
        call.Watch();
        demand.Raise();
        _jobs.Add(job);
        return job;
    }

    public void Add(PendingCompletion completion)
    {
        call.Watch();
        demand.Raise();
        Completion = completion;
    }

    public IReadOnlyList<PendingJob> NotIn(DbTransaction transaction) => _jobs.FindAll(job => job.Transaction != transaction);

    /// <summary>What is written in a transaction is saved for good, or as far as its context cares.</summary>
    public void Complete(DbTransaction transaction)
    {
        foreach (var job in _jobs.Where(job => job.Transaction == transaction))
        {
            job.Saved();
        }

        var before = Count;
        _jobs.RemoveAll(job => job.IsSaved);
        Completion = Completion?.Transaction == transaction ? null : Completion;
        if (before > 0 && Count == 0)
        {
            demand.Lower();
        }
    }

    public void Clear()
    {
        _jobs.Clear();
        Completion = null;
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
