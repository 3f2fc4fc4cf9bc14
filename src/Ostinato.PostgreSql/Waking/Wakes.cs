using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Tells this process and the others what a commit has changed for them.</summary>
internal sealed class Wakes(Observers observers, ScanMemory memory, Notifier notifier)
{
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

    /// <summary>Somebody else has told of a change.</summary>
    public void Hear(Notice notice)
    {
        if (notice.WentBack)
        {
            memory.Forget(notice.Queue);
        }

        observers.Send(new StoreSignal(notice.Queue) { ConcernsQueueSettings = notice.ConcernsQueueSettings });
    }

    private void WentBack(string queue)
    {
        memory.Forget(queue);
        observers.Send(queue);
        notifier.Send(Notice.Of(queue, wentBack: true));
    }
}
