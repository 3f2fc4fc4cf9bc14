namespace Ostinato.Storage;

/// <summary>The jobs that wait for a time, the earliest on top: a binary heap that knows where each of its jobs is.</summary>
internal sealed class MemoryDueHeap
{
    private readonly List<MemoryJob> _jobs = [];

    public int Count => _jobs.Count;

    public IReadOnlyList<MemoryJob> Jobs => _jobs;

    public MemoryJob? First => _jobs.Count > 0 ? _jobs[0] : null;

    public TimeSpan? NextIn(DateTimeOffset now) =>
        First is not { } first ? null : first.AvailableAt <= now ? TimeSpan.Zero : first.AvailableAt - now;

    public void Add(MemoryJob job)
    {
        _jobs.Add(job);
        Rise(job, _jobs.Count - 1);
    }

    public void Remove(MemoryJob job)
    {
        var hole = job.HeapIndex;
        var last = _jobs[^1];
        _jobs.RemoveAt(_jobs.Count - 1);
        job.HeapIndex = -1;
        if (last != job)
        {
            Sink(last, hole);
            Rise(last, last.HeapIndex);
        }
    }

    private void Rise(MemoryJob job, int index)
    {
        while (index > 0 && IsEarlier(job, _jobs[(index - 1) / 2]))
        {
            Put(_jobs[(index - 1) / 2], index);
            index = (index - 1) / 2;
        }

        Put(job, index);
    }

    private void Sink(MemoryJob job, int index)
    {
        for (var child = (2 * index) + 1; child < _jobs.Count; child = (2 * index) + 1)
        {
            if (child + 1 < _jobs.Count && IsEarlier(_jobs[child + 1], _jobs[child]))
            {
                child++;
            }

            if (!IsEarlier(_jobs[child], job))
            {
                break;
            }

            Put(_jobs[child], index);
            index = child;
        }

        Put(job, index);
    }

    private void Put(MemoryJob job, int index)
    {
        _jobs[index] = job;
        job.HeapIndex = index;
    }

    private static bool IsEarlier(MemoryJob one, MemoryJob other) =>
        one.AvailableAt < other.AvailableAt || (one.AvailableAt == other.AvailableAt && one.Id < other.Id);
}
