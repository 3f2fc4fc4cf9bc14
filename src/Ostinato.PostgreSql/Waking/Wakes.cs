using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Tells this process and the others what a commit has changed for them.</summary>
internal sealed class Wakes(Observers observers, ScanMemory memory, Notifier notifier, Func<bool> hears) : IJobSignals
{
    private readonly string _self = Guid.NewGuid().ToString("N")[..12];

    bool IJobSignals.AreHeard => hears();

    public void Inserted(Insertion insertion)
    {
        foreach (var group in insertion.Groups)
        {
            if (group.IsTimed || insertion.Replaces)
            {
                Everything(insertion.IsLate);
            }
            else if (insertion.IsLate)
            {
                WentBack(group.Queue);
            }
            else
            {
                Queue(group.Queue);
            }
        }
    }

    /// <summary>A transaction has ended in which a job of this process was completed.</summary>
    public void Decided() => observers.Send(queue: null);

    public void Settled(Settlement settlement, Names queues)
    {
        WentBack(settlement.Returned.Select(range => range.Queue), queues);
        foreach (var queue in settlement.Due.Where(one => one.Due.At is not null || !(one.Due.In > TimeSpan.Zero))
            .Select(one => one.Job.Queue).Distinct())
        {
            Queue(queues.NameOf(queue));
        }
    }

    /// <summary>Jobs became available at the end of their lines.</summary>
    public void Queue(string queue)
    {
        observers.Send(queue);
        notifier.Send(Notice.Of(queue, wentBack: false));
    }

    /// <summary>Jobs went back to old places.</summary>
    public void WentBack(IEnumerable<int> ids, Names queues)
    {
        foreach (var queue in ids.Distinct().Select(queues.NameOf))
        {
            WentBack(queue);
        }
    }

    /// <summary>Anything may have changed.</summary>
    public void Everything(bool wentBack)
    {
        if (wentBack)
        {
            memory.Forget();
        }

        observers.Send(queue: null);
        notifier.Send(Notice.Of(null, wentBack));
    }

    /// <summary>What people say of queues has changed, pauses included.</summary>
    public void QueueSettings()
    {
        memory.Forget();
        observers.Send(new StoreSignal(null) { ConcernsQueueSettings = true });
        notifier.Send(Notice.QueueSettings);
    }

    void IJobSignals.Follow(JobId id) => notifier.Send(Notice.Followed(id, _self));

    void IJobSignals.Change(JobId id) => notifier.Send(Notice.Changed(id));

    /// <summary>A process has told of a change, this one included.</summary>
    public void Hear(Notice notice)
    {
        if (notice.Job is { } job)
        {
            Hear(job, notice.Follower);
            return;
        }

        if (notice.WentBack)
        {
            memory.Forget(notice.Queue);
        }

        observers.Send(new StoreSignal(notice.Queue) { ConcernsQueueSettings = notice.ConcernsQueueSettings });
    }

    private void Hear(JobId job, string? follower)
    {
        if (follower != _self)
        {
            observers.Send(follower is null ? new StoreSignal(null) { Changed = job } : new StoreSignal(null) { Followed = job });
        }
    }

    private void WentBack(string queue)
    {
        memory.Forget(queue);
        observers.Send(queue);
        notifier.Send(Notice.Of(queue, wentBack: true));
    }
}
