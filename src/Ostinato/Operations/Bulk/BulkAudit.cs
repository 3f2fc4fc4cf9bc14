using System.Globalization;
using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>
/// Writes the row of an action on many jobs before it begins, and tells at its end what became of it. A row without an end is of one that
/// goes on, or whose process died.
/// </summary>
/// <param name="log">Where.</param>
/// <param name="entry">The row.</param>
/// <param name="plan">What is needed to undo what has been done so far.</param>
/// <param name="logger">Hears where the end cannot be told.</param>
internal sealed class BulkAudit(IAuditLog log, NewAuditEntry entry, Func<ReadOnlyMemory<byte>?> plan, ILogger logger)
{
    public async Task<BulkResult> RunAsync(BulkRun run, JobFilter filter, BulkAction action, CancellationToken ct)
    {
        var id = await log.AddAsync(entry, ct).ConfigureAwait(false) ?? 0;
        try
        {
            var result = await run.RunAsync(filter, action, ct).ConfigureAwait(false);
            await log.EndAsync(id, End(result, "done"), CancellationToken.None).ConfigureAwait(false);
            return result;
        }
        catch (Exception error)
        {
            var isStopped = error is OperationCanceledException && ct.IsCancellationRequested;
            var how = isStopped ? "stopped by its caller" : $"failed: {error.Message}";
            await TellAsync(id, End(run.Result(), how)).ConfigureAwait(false);
            throw;
        }
    }

    private AuditEnd End(BulkResult result, string how) => new(
        result.Changed,
        string.Create(CultureInfo.InvariantCulture, $"{how}; {result.Changed} of {result.Matched} that matched were changed"),
        plan());

    private async Task TellAsync(long id, AuditEnd end)
    {
        try
        {
            await log.EndAsync(id, end, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The caller hears of what went wrong first.
            OperationsLog.EndNotTold(logger, id, end.Outcome, error);
        }
    }
}
