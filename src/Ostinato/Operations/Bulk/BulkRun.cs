using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>
/// Walks through the jobs that match, the newest first, and does something to each. Every page of them is changed durably before the next
/// one is read, so that what is interrupted has done a part; the same again goes on with the rest, because what was changed does not match
/// any more.
/// </summary>
internal sealed class BulkRun(IJobQuery query, IJobControl control, BulkOptions options, TimeProvider time)
{
    private const int PageSize = 500;

    private readonly List<JobId> _sample = [];
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
        Math.Min(PageSize, options.PerSecond ?? PageSize), (options.Limit ?? long.MaxValue) - _matched);

    private async Task ChangeAsync(IReadOnlyList<JobInfo> jobs, BulkAction action, CancellationToken ct)
    {
        var mine = jobs.Where(job => action.Applies.Includes(job.State) && action.IsNeededBy(job)).ToList();
        _matched += mine.Count;
        var changed = options.IsDryRun || mine.Count == 0 ? mine : await action.ChangeAsync(control, mine, ct).ConfigureAwait(false);
        _changed += changed.Count;
        _sample.AddRange(changed.Take(BulkResult.SampleSize - _sample.Count).Select(job => job.Id));
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

    /// <summary>What has been done so far.</summary>
    public BulkResult Result() => new()
    {
        Matched = _matched,
        Changed = _changed,
        IsDryRun = options.IsDryRun,
        Sample = [.. _sample],
    };
}
