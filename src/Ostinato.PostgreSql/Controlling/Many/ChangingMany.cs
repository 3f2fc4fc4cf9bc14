namespace Ostinato.PostgreSql;

/// <summary>Changes many jobs in one transaction. Whatever is not plain is left to those that change one job at a time.</summary>
internal sealed class ChangingMany(SqlFile sql, SqlFile places, Names queues, Wakes wakes)
{
    /// <summary>Ends those that wait; returns them.</summary>
    public async Task<long[]> CancelAsync(Link link, long[] ids, string reason)
    {
        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        var taken = new TakenJobs(sql, places);
        await taken.LockAsync(link, ids, TakenFrom.Ready | TakenFrom.Due | TakenFrom.Suspended).ConfigureAwait(false);
        var ended = WaitingRange.Join(taken.Waiting.Select(job => job with { Priority = 0, Seq = 0, At = default }))
            .ConvertAll(range => new DoneRange(
                range.Low, range.Count, JobState.Cancelled, range.Queue, range.Attempt, range.Crashes, reason, Durations: null));
        await WriteAsync(taken.AddTo(link.Trip()).AddDone(places, ended)).ConfigureAwait(false);
        await transaction.CommitAsync().ConfigureAwait(false);
        return taken.Ids;
    }

    /// <summary>Removes those that wait or have ended; returns them.</summary>
    public async Task<long[]> DeleteAsync(Link link, long[] ids)
    {
        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        await WriteAsync(link.Trip().Add(sql["pin"]).Add(sql["hold_keys"]).With(ids)).ConfigureAwait(false);
        var taken = new TakenJobs(sql, places);
        await taken.LockAsync(link, ids, TakenFrom.Ready | TakenFrom.Due | TakenFrom.Suspended | TakenFrom.Done).ConfigureAwait(false);
        var removed = taken.Ids;
        if (removed.Length > 0)
        {
            await WriteAsync(taken.AddTo(link.Trip()).Add(sql["remove"]).WithIds(removed)).ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        return removed;
    }

    /// <summary>Moves those that wait to another queue, the ready ones to the end of its lines; returns them.</summary>
    public async Task<long[]> MoveAsync(Link link, long[] ids, int queue)
    {
        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        var taken = new TakenJobs(sql, places);
        await taken.LockAsync(link, ids, TakenFrom.Ready | TakenFrom.Due, except: queue).ConfigureAwait(false);
        var moved = taken.Ids;
        if (moved.Length > 0)
        {
            var ready = taken.Ready.Select(job => job with { Queue = queue, Seq = 0, At = default });
            var due = taken.Due.Select(job => job with { Queue = queue });
            await WriteAsync(taken.AddTo(link.Trip())
                .AddToLines(places, WaitingRange.Join(ready)).ReturnDue(sql, WaitingRange.Join(due))
                .Add(sql["change_queue"]).WithIds(moved).With(queue)).ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        if (moved.Length > 0)
        {
            wakes.Everything(wentBack: false);
        }

        return moved;
    }

    /// <summary>Makes those available that are due, were set aside or have ended, unless another has their key; returns them.</summary>
    public async Task<long[]> RetryAsync(Link link, long[] ids)
    {
        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        var (priorities, free) = await TakeKeysAsync(link, ids).ConfigureAwait(false);
        var taken = new TakenJobs(sql, places);
        await taken.LockAsync(link, free, TakenFrom.Due | TakenFrom.Suspended | TakenFrom.Done).ConfigureAwait(false);
        var retried = taken.Ids;
        var ready = WaitingRange.Join(Restarted(taken, priorities));
        if (priorities.Count < ids.Length)
        {
            await WriteAsync(link.Trip().Add(sql["drop_free_keys"])).ConfigureAwait(false);
        }

        if (retried.Length > 0)
        {
            // What completed begins anew; whatever did not get so far goes on from where it was.
            var completed = taken.Ended.FindAll(job => job.State == JobState.Completed).Column(job => job.Low);
            await WriteAsync(taken.AddTo(link.Trip())
                .Add(sql["remove_results"]).With(retried).Add(sql["remove_notes"]).With(completed).AddToLines(places, ready))
                .ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        await WakeAsync([.. ready.Select(range => range.Queue).Distinct()]).ConfigureAwait(false);
        return retried;
    }

    private async Task<(Dictionary<long, short> Priorities, long[] Free)> TakeKeysAsync(Link link, long[] ids)
    {
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add(sql["lock_keys"]).With(ids)
            .Add(sql["take_keys"]).With(ids)
            .Add(sql["priorities"]).WithIds(ids);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var refused = new HashSet<long>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            if (reader.GetInt64(1) != reader.GetInt64(0))
            {
                refused.Add(reader.GetInt64(0));
            }
        }

        await reader.NextResultAsync().ConfigureAwait(false);
        var priorities = new Dictionary<long, short>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            priorities.Add(reader.GetInt64(0), reader.GetInt16(1));
        }

        return (priorities, [.. ids.Where(id => priorities.ContainsKey(id) && !refused.Contains(id))]);
    }

    // What ended or was set aside has all its attempts again; what waits for its next attempt only waits no longer.
    private static IEnumerable<WaitingRange> Restarted(TakenJobs taken, Dictionary<long, short> priorities) =>
    [
        .. taken.Due.Select(job => job with { At = default }),
        .. taken.Suspended.Select(job => job with { Attempt = 0, Crashes = 0, At = default }),
        .. taken.Ended.Select(job => new WaitingRange(job.Low, 1, job.Queue, priorities[job.Low], Attempt: 0, Crashes: 0)),
    ];

    private async Task WakeAsync(int[] numbers)
    {
        await queues.LearnAsync(numbers, CancellationToken.None).ConfigureAwait(false);
        foreach (var number in numbers)
        {
            wakes.Queue(queues.NameOf(number));
        }
    }

    private static async Task WriteAsync(Trip trip)
    {
        await using (trip)
        {
            if (!trip.IsEmpty)
            {
                await trip.RunAsync().ConfigureAwait(false);
            }
        }
    }
}
