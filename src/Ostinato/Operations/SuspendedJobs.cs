using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>Puts jobs back that were set aside for want of code, once this process has the code and serves their queue.</summary>
internal sealed class SuspendedJobs(
    IJobControl control, IReadOnlyCollection<string> names, IReadOnlyCollection<string> queues, ILogger logger)
{
    private bool _triedPayloads;

    /// <summary>
    /// An unknown name is tried again in every round; an unreadable payload once, since this process' code does not change.
    /// </summary>
    public async Task RoundAsync(CancellationToken ct)
    {
        await ResumeAsync(SuspensionReason.UnknownName, ct).ConfigureAwait(false);
        if (!_triedPayloads)
        {
            await ResumeAsync(SuspensionReason.UnreadablePayload, ct).ConfigureAwait(false);
            _triedPayloads = true;
        }
    }

    private async Task ResumeAsync(SuspensionReason reason, CancellationToken ct)
    {
        var resumed = await control.ResumeSuspendedAsync(reason, names, queues, ct).ConfigureAwait(false);
        if (resumed > 0)
        {
            OperationsLog.Resumed(logger, resumed, reason);
        }
    }
}
