using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>Where jobs are taken from.</summary>
[Flags]
internal enum TakenFrom
{
    Ready = 1,
    Due = 2,
    Suspended = 4,
    Done = 8,
}

/// <summary>Jobs that a transaction takes out of their places. What it did not find is in another place, or on its way to one.</summary>
internal sealed class TakenJobs(SqlFile sql, SqlFile places)
{
    private readonly Parting<WaitingRange> _ready = new();
    private readonly Parting<WaitingRange> _due = new();
    private readonly Parting<WaitingRange> _suspended = new();
    private readonly Parting<EndedRange> _ended = new();

    public List<WaitingRange> Ready => _ready.Taken;

    public List<WaitingRange> Due => _due.Taken;

    public List<WaitingRange> Suspended => _suspended.Taken;

    public List<EndedRange> Ended => _ended.Taken;

    public IEnumerable<WaitingRange> Waiting => [.. Ready, .. Due, .. Suspended];

    public long[] Ids => [.. Waiting.Select(job => job.Low).Concat(Ended.Select(job => job.Low)).Order()];

    /// <summary>Locks the ranges that the jobs are in.</summary>
    /// <param name="link">With an open transaction.</param>
    /// <param name="ids">The jobs in the order of their ids, each once.</param>
    /// <param name="from">In which places to look.</param>
    /// <param name="except">The number of a queue whose jobs stay; 0 for none.</param>
    public async Task LockAsync(Link link, long[] ids, TakenFrom from, int except = 0)
    {
        await using var trip = link.Trip().Add(sql["pin"]);
        AddIf(trip, from, TakenFrom.Ready, "lock_ready", ids);
        AddIf(trip, from, TakenFrom.Due, "lock_due", ids);
        AddIf(trip, from, TakenFrom.Suspended, "lock_suspended", ids);
        AddIf(trip, from, TakenFrom.Done, "lock_done", ids);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await ReadIfAsync(reader, from, TakenFrom.Ready, row => AddWaiting(_ready, row, ids, except)).ConfigureAwait(false);
        await ReadIfAsync(reader, from, TakenFrom.Due, row => AddWaiting(_due, row, ids, except)).ConfigureAwait(false);
        await ReadIfAsync(reader, from, TakenFrom.Suspended, row => AddWaiting(_suspended, row, ids, except)).ConfigureAwait(false);
        await ReadIfAsync(reader, from, TakenFrom.Done, row => _ended.Add(EndedRange.Read(row), ids)).ConfigureAwait(false);
    }

    /// <summary>Removes the ranges, and writes what is left of them.</summary>
    public Trip AddTo(Trip trip)
    {
        Clear(trip, "clear_ready", _ready.Cleared);
        Clear(trip, "clear_due", _due.Cleared);
        Clear(trip, "clear_suspended", _suspended.Cleared);
        Clear(trip, "clear_done", _ended.Cleared);
        return trip.ReturnToLine(places, _ready.Left).ReturnDue(sql, _due.Left).ReturnEnded(sql, _ended.Left);
    }

    private void AddIf(Trip trip, TakenFrom from, TakenFrom place, string statement, long[] ids)
    {
        if (from.HasFlag(place))
        {
            trip.Add(sql[statement]).With(ids);
        }
    }

    private static async Task ReadIfAsync(NpgsqlDataReader reader, TakenFrom from, TakenFrom place, Action<NpgsqlDataReader> add)
    {
        if (!from.HasFlag(place))
        {
            return;
        }

        await reader.NextResultAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            add(reader);
        }
    }

    private static void AddWaiting(Parting<WaitingRange> place, NpgsqlDataReader row, long[] ids, int except)
    {
        var range = WaitingRange.Read(row);
        if (range.Queue != except)
        {
            place.Add(range, ids);
        }
    }

    private void Clear(Trip trip, string statement, List<long> ranges)
    {
        if (ranges.Count > 0)
        {
            trip.Add(sql[statement]).With([.. ranges]);
        }
    }
}
