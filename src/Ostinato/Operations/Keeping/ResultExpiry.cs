using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>
/// Removes results that are kept for less time than their jobs, in small steps. Where no such time is set, nothing is asked of the store.
/// </summary>
/// <remarks>
/// Each time that is set has a place in the order in which jobs ended, up to which all is done. Once a day it begins anew, for what was
/// committed long after it ended.
/// </remarks>
internal sealed class ResultExpiry(IJobPruner pruner, Func<RetentionOptions> options, TimeProvider time, ILogger logger)
{
    private const int Precision = 1_000;
    private static readonly TimeSpan Anew = TimeSpan.FromDays(1);

    private readonly Dictionary<string, Progress> _progress = new(StringComparer.Ordinal);

    public async Task RoundAsync(CancellationToken ct)
    {
        var now = options();
        var kinds = now.Kinds.Where(kind => kind.Value.Results is not null).ToDictionary(
            kind => kind.Key, kind => kind.Value.Results!.Value, StringComparer.Ordinal);
        if (now.Results is { } age)
        {
            await ExpireAsync("", age, name => !kinds.ContainsKey(name), now, ct).ConfigureAwait(false);
        }

        foreach (var (kind, own) in kinds)
        {
            await ExpireAsync(kind, own, name => name == kind, now, ct).ConfigureAwait(false);
        }
    }

    private async Task ExpireAsync(string rule, TimeSpan age, Predicate<string> goes, RetentionOptions now, CancellationToken ct)
    {
        var since = time.GetTimestamp();
        if (!_progress.TryGetValue(rule, out var progress) || time.GetElapsedTime(progress.BegunAt, since) >= Anew)
        {
            progress = new Progress(default, BegunAt: since, CaughtUpAt: null);
        }
        else if (progress.CaughtUpAt is { } last && time.GetElapsedTime(last, since) < age / Precision)
        {
            return;
        }

        var total = 0L;
        AgedResults found;
        do
        {
            found = await pruner.ResultsAsync(progress.Reached, age, now.StepSize, ct).ConfigureAwait(false);
            JobId[] ids = [.. found.Jobs.Where(job => goes(StoredName.Parse(job.Name).Name)).Select(job => job.Id)];
            total += ids.Length == 0 ? 0 : await pruner.ExpireResultsAsync(ids, age, ct).ConfigureAwait(false);
            _progress[rule] = progress = progress with { Reached = found.Reached, CaughtUpAt = found.HasMore ? null : since };
        }
        while (found.HasMore && time.GetElapsedTime(since) < now.Interval);

        if (total > 0)
        {
            OperationsLog.ResultsExpired(logger, total, age);
        }
    }

    private sealed record Progress(ResultPosition Reached, long BegunAt, long? CaughtUpAt);
}
