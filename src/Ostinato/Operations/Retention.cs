using Microsoft.Extensions.Logging;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Operations;

/// <summary>Removes final jobs by age, in small steps with other work in between.</summary>
/// <remarks>
/// What one state cannot get done in an interval is left for the next round, so that the round always ends. A state whose jobs are kept for
/// long is looked through less often than every round: who keeps them for a day does not mind a thousandth of it, a minute and a half.
/// </remarks>
internal sealed class Retention(
    IJobPruner pruner, CarefulPruner careful, Func<RetentionOptions> options, TimeProvider time, Instruments instruments, ILogger logger)
{
    private const int Precision = 1_000;

    private readonly Dictionary<JobState, long> _finishedAt = [];

    public async Task RoundAsync(CancellationToken ct)
    {
        var now = options();
        await PruneAsync(JobState.Completed, now.Completed, now, ct).ConfigureAwait(false);
        await PruneAsync(JobState.Cancelled, now.Cancelled, now, ct).ConfigureAwait(false);
        await PruneAsync(JobState.Discarded, now.Discarded, now, ct).ConfigureAwait(false);
    }

    private Task PruneAsync(JobState state, TimeSpan age, RetentionOptions now, CancellationToken ct) =>
        careful.IsNeeded(now, state) ? PruneCarefullyAsync(state, age, now, ct) : PruneQuicklyAsync(state, age, now, ct);

    private async Task PruneCarefullyAsync(JobState state, TimeSpan age, RetentionOptions now, CancellationToken ct)
    {
        var shortest = careful.Rules(now, state).Values.Append(age).Min();
        if (IsTooEarly(state, shortest))
        {
            return;
        }

        _finishedAt[state] = time.GetTimestamp();
        var total = await careful.RunAsync(state, age, now, ct).ConfigureAwait(false);
        instruments.Pruned(state, (int)total);
        if (total > 0)
        {
            OperationsLog.Pruned(logger, total, state, shortest);
        }
    }

    private bool IsTooEarly(JobState state, TimeSpan age) =>
        _finishedAt.TryGetValue(state, out var finishedAt) && time.GetElapsedTime(finishedAt) < age / Precision;

    private async Task PruneQuicklyAsync(JobState state, TimeSpan age, RetentionOptions now, CancellationToken ct)
    {
        var since = time.GetTimestamp();
        if (_finishedAt.TryGetValue(state, out var finishedAt) && time.GetElapsedTime(finishedAt, since) < age / Precision)
        {
            return;
        }

        _finishedAt.Remove(state);
        long total = 0;
        int removed;
        do
        {
            removed = await pruner.PruneAsync(state, age, now.StepSize, ct).ConfigureAwait(false);
            total += removed;
            instruments.Pruned(state, removed);
        }
        while (removed >= now.StepSize && time.GetElapsedTime(since) < now.Interval);

        if (removed < now.StepSize)
        {
            _finishedAt[state] = since;
        }

        if (total > 0)
        {
            OperationsLog.Pruned(logger, total, state, age);
        }
    }
}
