using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>Removes rows of the audit log by age, in small steps, and seldom: at most once in a thousandth of that age.</summary>
internal sealed class AuditRetention(IAuditLog log, Func<RetentionOptions> options, TimeProvider time, ILogger logger)
{
    private const int Precision = 1_000;

    private long? _finishedAt;

    public async Task RoundAsync(CancellationToken ct)
    {
        var (age, step) = (options().Audit, options().StepSize);
        if (_finishedAt is { } finished && time.GetElapsedTime(finished) < age / Precision)
        {
            return;
        }

        var since = time.GetTimestamp();
        long total = 0;
        int removed;
        do
        {
            removed = await log.PruneAsync(age, step, ct).ConfigureAwait(false);
            total += removed;
        }
        while (removed >= step && time.GetElapsedTime(since) < options().Interval);

        _finishedAt = removed < step ? since : null;
        if (total > 0)
        {
            OperationsLog.AuditPruned(logger, total, age);
        }
    }
}
