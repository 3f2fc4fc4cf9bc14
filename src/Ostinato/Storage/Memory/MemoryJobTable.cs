namespace Ostinato.Storage;

/// <summary>All jobs by id, in pages of neighbours: found at once, walked in order, and given back as the old ones go.</summary>
internal sealed class MemoryJobTable
{
    private const int PageSize = 1024;
    private const int TrimAfter = 64;

    private readonly List<Page?> _pages = [];
    private long _firstPage;

    public long LastId { get; private set; }

    public int Count { get; private set; }

    public MemoryJob? Find(JobId id) => id.TryGetNumber(out var number) ? Find(number) : null;

    /// <summary>Adds a job whose id is above all others.</summary>
    public void Add(MemoryJob job)
    {
        var index = (int)((job.Id / PageSize) - _firstPage);
        while (_pages.Count <= index)
        {
            _pages.Add(null);
        }

        var page = _pages[index] ??= new Page();
        page.Jobs[job.Id % PageSize] = job;
        page.Count++;
        Count++;
        LastId = job.Id;
    }

    public void Remove(MemoryJob job)
    {
        var index = (int)((job.Id / PageSize) - _firstPage);
        var page = _pages[index]!;
        page.Jobs[job.Id % PageSize] = null;
        page.Count--;
        Count--;
        if (page.Count == 0)
        {
            _pages[index] = null;
            Trim();
        }
    }

    /// <summary>The jobs with ids below a number, the newest first.</summary>
    public IEnumerable<MemoryJob> NewestFirst(long below = long.MaxValue)
    {
        for (var index = _pages.Count - 1; index >= 0; index--)
        {
            if (_pages[index] is not { } page || (_firstPage + index) * PageSize >= below)
            {
                continue;
            }

            for (var slot = PageSize - 1; slot >= 0; slot--)
            {
                if (page.Jobs[slot] is { } job && job.Id < below)
                {
                    yield return job;
                }
            }
        }
    }

    private MemoryJob? Find(long id)
    {
        var index = (id / PageSize) - _firstPage;
        return index >= 0 && index < _pages.Count ? _pages[(int)index]?.Jobs[id % PageSize] : null;
    }

    private void Trim()
    {
        // The last page stays: ids to come belong to it.
        var used = _pages.FindIndex(page => page is not null);
        var empty = used < 0 ? _pages.Count - 1 : used;
        if (empty >= TrimAfter)
        {
            _pages.RemoveRange(0, empty);
            _firstPage += empty;
        }
    }

    private sealed class Page
    {
        public MemoryJob?[] Jobs { get; } = new MemoryJob?[PageSize];

        public int Count { get; set; }
    }
}
