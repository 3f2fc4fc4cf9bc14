using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>What this process holds under its present epoch, by id. Filled and emptied in batches by the dispatcher.</summary>
internal sealed class Holdings
{
    private readonly Lock _lock = new();
    private readonly Dictionary<JobId, HeldJob> _held = [];

    /// <summary>Called when the last job has gone. It must not block.</summary>
    public Action? Emptied { get; set; }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _held.Count;
            }
        }
    }

    /// <param name="claimed">What was claimed.</param>
    /// <param name="process">Under which identity.</param>
    /// <param name="receivedAt">When the answer was here, by the process's own counter.</param>
    public List<HeldJob> Add(IReadOnlyList<ClaimedJob> claimed, ProcessIdentity process = default, long receivedAt = 0)
    {
        var added = new List<HeldJob>(claimed.Count);
        lock (_lock)
        {
            foreach (var job in claimed)
            {
                var held = new HeldJob(job, process) { ReceivedAt = receivedAt };
                _held[job.Id] = held;
                added.Add(held);
            }
        }

        return added;
    }

    /// <summary>Lets go of what was acknowledged. An outcome of an earlier claim does not touch the present one.</summary>
    /// <returns>Those that wait to be told what became of their report.</returns>
    public IReadOnlyList<HeldJob> Remove(List<Acknowledgement> acknowledged)
    {
        List<HeldJob>? waiting = null;
        lock (_lock)
        {
            foreach (var acknowledgement in acknowledged)
            {
                var id = acknowledgement.Job.Id;
                if (_held.TryGetValue(id, out var held) && ReferenceEquals(held.Job, acknowledgement.Job))
                {
                    _held.Remove(id);
                    if (held.Decided is not null)
                    {
                        (waiting ??= []).Add(held);
                    }
                }
            }

            CallIfEmpty();
        }

        return waiting ?? (IReadOnlyList<HeldJob>)[];
    }

    public HeldJob? Find(JobId id)
    {
        lock (_lock)
        {
            return _held.GetValueOrDefault(id);
        }
    }

    public List<HeldJob> All()
    {
        lock (_lock)
        {
            return [.. _held.Values];
        }
    }

    /// <summary>Empties the holdings of an epoch that was lost.</summary>
    public List<HeldJob> Clear()
    {
        lock (_lock)
        {
            List<HeldJob> dropped = [.. _held.Values];
            _held.Clear();
            CallIfEmpty();
            return dropped;
        }
    }

    private void CallIfEmpty()
    {
        if (_held.Count == 0)
        {
            Emptied?.Invoke();
        }
    }
}
