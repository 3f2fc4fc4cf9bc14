namespace Ostinato.PostgreSql;

/// <summary>Ids for new jobs. They come from the server a block at a time, so that neighbours in one call get neighbouring ids.</summary>
internal sealed class IdBlocks(Links links, SqlFile sql)
{
    /// <summary>The increment of the sequence.</summary>
    public const int Size = 1_000;

    /// <summary>Whether an id is the first of its block. No range reaches from one block into another.</summary>
    public static bool Begins(long id) => id % Size == 1;

    /// <summary>The number of the block that an id is in.</summary>
    public static long Of(long id) => (id - 1) / Size;

    private readonly Lock _lock = new();
    private readonly Queue<long> _blocks = new();
    private long _next;
    private long _end;
    private long _free;
    private Task? _refill;

    /// <summary>Runs of ids, so many in all.</summary>
    public async ValueTask<List<IdRun>> TakeAsync(int count, CancellationToken ct)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_free >= count)
                {
                    return Take(count);
                }
            }

            await RefillAsync(count, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Leaves what is in memory: a server that took over without the last commits of another gives it out once more.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _blocks.Clear();
            _next = _end = _free = 0;
        }
    }

    private List<IdRun> Take(int count)
    {
        var runs = new List<IdRun>();
        _free -= count;
        while (count > 0)
        {
            if (_next == _end)
            {
                _next = _blocks.Dequeue();
                _end = _next + Size;
            }

            var run = new IdRun(_next, (int)Math.Min(count, _end - _next));
            runs.Add(run);
            _next = run.End;
            count -= run.Count;
        }

        return runs;
    }

    // Callers that run out at the same time share one trip.
    private async ValueTask RefillAsync(int count, CancellationToken ct)
    {
        Task refill;
        lock (_lock)
        {
            refill = _refill ??= FetchAsync((count / Size) + 1);
        }

        await refill.WaitAsync(ct).ConfigureAwait(false);
    }

    private async Task FetchAsync(int blocks)
    {
        await Task.Yield();
        try
        {
            var firsts = await links.RunAsync(link => FetchAsync(link, blocks), CancellationToken.None).ConfigureAwait(false);
            lock (_lock)
            {
                firsts.ForEach(_blocks.Enqueue);
                _free += (long)firsts.Count * Size;
            }
        }
        finally
        {
            lock (_lock)
            {
                _refill = null;
            }
        }
    }

    private async Task<List<long>> FetchAsync(Link link, int blocks)
    {
        await using var trip = link.Trip().Add(sql["take"]).With(blocks);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        var firsts = new List<long>(blocks);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            firsts.Add(reader.GetInt64(0));
        }

        return firsts;
    }
}

/// <summary>Neighbouring ids.</summary>
internal readonly record struct IdRun(long Low, int Count)
{
    public long End => Low + Count;
}
