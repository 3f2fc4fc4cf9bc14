using Microsoft.Extensions.Logging;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Operations;

/// <summary>Removes final jobs by age, in small steps with other work in between.</summary>
internal sealed class Retention(IJobPruner pruner, Func<RetentionOptions> options, Instruments instruments, ILogger logger)
{
    public async Task RoundAsync(CancellationToken ct)
    {
        var now = options();
        await PruneAsync(JobState.Completed, now.Completed, now.StepSize, ct).ConfigureAwait(false);
        await PruneAsync(JobState.Cancelled, now.Cancelled, now.StepSize, ct).ConfigureAwait(false);
        await PruneAsync(JobState.Discarded, now.Discarded, now.StepSize, ct).ConfigureAwait(false);
    }

    private async Task PruneAsync(JobState state, TimeSpan age, int stepSize, CancellationToken ct)
    {
        long total = 0;
        int removed;
        do
        {
            removed = await pruner.PruneAsync(state, age, stepSize, ct).ConfigureAwait(false);
            total += removed;
            instruments.Pruned(state, removed);
        }
        while (removed >= stepSize);

        if (total > 0)
        {
            OperationsLog.Pruned(logger, total, state, age);
        }
    }
}
