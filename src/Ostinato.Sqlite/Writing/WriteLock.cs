namespace Ostinato.Sqlite;

/// <summary>Begins transactions that write. Another connection may hold the lock; it is asked for again every few milliseconds.</summary>
/// <remarks>
/// The engine's own way to wait sleeps longer and longer, up to a tenth of a second: under load from another process, which is quick
/// to take the lock again, it would hardly ever wake at the right moment.
/// </remarks>
internal sealed class WriteLock(StoreFile file, Database database)
{
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongWait = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly Statement _begin = database.Prepare("begin immediate");
    private bool _flushes = true;

    /// <summary>Whether the transaction that was begun last is flushed to the disk with its commit.</summary>
    public bool IsFlushed => _flushes && file.Options.Durability == SqliteDurability.Full;

    /// <summary>Begins a transaction.</summary>
    /// <param name="flush">Whether its commit must outlive a power cut, where the options ask for that at all.</param>
    public void Begin(bool flush = true)
    {
        SetFlush(flush);
        if (!_begin.TryRun())
        {
            Wait();
        }
    }

    private void Wait()
    {
        var started = RealTime.Now();
        do
        {
            var waited = RealTime.Since(started);
            if (waited > file.Options.BusyTimeout)
            {
                database.ThrowBusy();
            }

            RealTime.Wait(waited < Soon ? ShortWait : LongWait);
        }
        while (!_begin.TryRun());
    }

    // The log is flushed as a whole: what was not flushed at its own commit is with the next one that asks for it.
    private void SetFlush(bool flush)
    {
        if (file.Options.Durability == SqliteDurability.Full && flush != _flushes)
        {
            database.Execute(flush ? "pragma synchronous = full" : "pragma synchronous = normal");
            _flushes = flush;
        }
    }
}
