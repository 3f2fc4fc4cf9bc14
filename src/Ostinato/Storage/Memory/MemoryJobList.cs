namespace Ostinato.Storage;

/// <summary>A place: a list whose links are in the jobs, so that a job is in one list at the most and leaves it at no cost.</summary>
internal sealed class MemoryJobList
{
    private MemoryJob? _lastInserted;

    public MemoryJob? Head { get; private set; }

    public MemoryJob? Tail { get; private set; }

    public int Count { get; private set; }

    public void Append(MemoryJob job) => InsertAfter(Tail, job);

    /// <summary>Puts a job where its position says. What comes back was near the head and comes in order: a short walk.</summary>
    public void Insert(MemoryJob job)
    {
        var before = _lastInserted is { } last && last.List == this && last.Position < job.Position ? last : null;
        var next = before is null ? Head : before.Next;
        while (next is not null && next.Position < job.Position)
        {
            before = next;
            next = next.Next;
        }

        InsertAfter(before, job);
        _lastInserted = job;
    }

    public void Remove(MemoryJob job)
    {
        if (job.Previous is { } previous)
        {
            previous.Next = job.Next;
        }
        else
        {
            Head = job.Next;
        }

        if (job.Next is { } next)
        {
            next.Previous = job.Previous;
        }
        else
        {
            Tail = job.Previous;
        }

        job.List = null;
        job.Next = job.Previous = null;
        Count--;
        _lastInserted = _lastInserted == job ? null : _lastInserted;
    }

    public IEnumerable<MemoryJob> Jobs()
    {
        for (var job = Head; job is not null; job = job.Next)
        {
            yield return job;
        }
    }

    private void InsertAfter(MemoryJob? previous, MemoryJob job)
    {
        var next = previous is null ? Head : previous.Next;
        job.List = this;
        job.Previous = previous;
        job.Next = next;
        if (previous is null)
        {
            Head = job;
        }
        else
        {
            previous.Next = job;
        }

        if (next is null)
        {
            Tail = job;
        }
        else
        {
            next.Previous = job;
        }

        Count++;
    }
}
