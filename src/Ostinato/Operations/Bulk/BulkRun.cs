using System.Collections.Concurrent;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>
/// Walks through the jobs that match, the newest first, and does something to each. Every job is changed by itself and durably, so that
/// what is interrupted has done a part; the same again goes on with the rest, because what was changed does not match any more.
/// </summary>
internal sealed class BulkRun(IJobQuery query, IJobControl control, BulkOptions options, TimeProvider time)
{
    private const int PageSize = 500;
    private const int AtOnce = 4;

    private readonly ConcurrentQueue<JobId> _sample = [];
    private readonly long _startedAt = time.GetTimestamp();
    private long _matched;
    private long _changed;

    public async Task<BulkResult> RunAsync(JobFilter filter, BulkAction action, CancellationToken ct)
    {
        var page = new JobPage([], filter.After);
        do
        {
            page = await query.ListAsync(filter with { After = page.Next, Limit = NextSize() }, ct).ConfigureAwait(false);
            await ChangeAsync(page.Jobs, action, ct).ConfigureAwait(false);
            options.Progress?.Report(Result());
            await KeepPaceAsync(ct).ConfigureAwait(false);
        }
        while (page.Next is not null && NextSize() > 0);

        return Result();
    }

    // Pages are smaller where only so many a second may be changed, so that each second has its own.
    private int NextSize() => (int)Math.Min(
        Math.Min(PageSize, options.PerSecond ?? PageSize), (options.Limit ?? long.MaxValue) - Volatile.Read(ref _matched));

    private async Task ChangeAsync(IReadOnlyList<JobInfo> jobs, BulkAction action, CancellationToken ct)
    {
        var mine = jobs.Where(job => action.Applies.Includes(job.State) && action.IsNeededBy(job)).ToList();
        Interlocked.Add(ref _matched, mine.Count);
        if (options.IsDryRun)
        {
            mine.ForEach(Count);
            return;
        }

        // Neighbours may lie in one row of the store, and changes of one row wait for each other: so each runner has a stretch of its own.
        var stretches = mine.Chunk(Math.Max(1, (mine.Count + AtOnce - 1) / AtOnce));
        await Parallel.ForEachAsync(
            stretches,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (stretch, stop) =>
            {
                foreach (var job in stretch)
                {
                    if (await action.ChangeAsync(control, job, stop).ConfigureAwait(false))
                    {
                        Count(job);
                    }
                }
            }).ConfigureAwait(false);
    }

    private async Task KeepPaceAsync(CancellationToken ct)
    {
        if (options is { PerSecond: { } rate, IsDryRun: false })
        {
            var ahead = TimeSpan.FromSeconds((double)_matched / rate) - time.GetElapsedTime(_startedAt);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, time, ct).ConfigureAwait(false);
            }
        }
    }

    private void Count(JobInfo job)
    {
        if (Interlocked.Increment(ref _changed) <= BulkResult.SampleSize)
        {
            _sample.Enqueue(job.Id);
        }
    }

    /// <summary>What has been done so far.</summary>
    public BulkResult Result() => new()
    {
        Matched = Volatile.Read(ref _matched),
        Changed = Volatile.Read(ref _changed),
        IsDryRun = options.IsDryRun,
        Sample = [.. _sample],
    };
}
