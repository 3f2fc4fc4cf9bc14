using Microsoft.Extensions.Logging;
using Ostinato.Queues;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>What a person asks of queues.</summary>
internal sealed class QueueOperations(StoreAccess access, string actor, ILogger logger) : IQueueOperations
{
    public async Task<IReadOnlyList<QueueInfo>> ListAsync(CancellationToken ct = default) =>
        await QueueView.ListAsync(await access.OpenAsync(ct).ConfigureAwait(false), JobStates.Any, ct).ConfigureAwait(false);

    public async Task PauseAsync(string queue, string? reason = null, CancellationToken ct = default)
    {
        JobName.ValidQueue(queue, "pause");
        await ChangeAsync(
            queue,
            AuditActions.PauseQueue,
            reason,
            before => before with { IsPaused = true, PausedBy = actor, PauseReason = reason },
            ct).ConfigureAwait(false);
        OperationsLog.QueueAsked(logger, queue, "paused", reason);
    }

    public async Task ResumeAsync(string queue, CancellationToken ct = default)
    {
        JobName.ValidQueue(queue, "resume");
        await ChangeAsync(
            queue, AuditActions.ResumeQueue, null, before => before.IsPaused ? before with { IsPaused = false } : null, ct)
            .ConfigureAwait(false);
        OperationsLog.QueueAsked(logger, queue, "resumed", null);
    }

    public async Task ConfigureAsync(string queue, QueueSettings settings, string? reason = null, CancellationToken ct = default)
    {
        JobName.ValidQueue(queue, "configure");
        ArgumentNullException.ThrowIfNull(settings);
        QueueSettingsRules.Check(queue, settings);
        var written = QueueSettingsJson.Write(settings);
        await ChangeAsync(
            queue,
            AuditActions.ConfigureQueue,
            reason,
            before => before.Settings == written ? null : before with { Settings = written },
            ct,
            settings.ToString()).ConfigureAwait(false);
        OperationsLog.QueueConfigured(logger, queue, settings, actor, reason);
    }

    public async Task<bool> ResetAsync(string queue, string? reason = null, CancellationToken ct = default)
    {
        JobName.ValidQueue(queue, "reset");
        var isChanged = await ChangeAsync(
            queue, AuditActions.ResetQueue, reason, before => before.Settings is null ? null : before with { Settings = null }, ct)
            .ConfigureAwait(false);
        OperationsLog.QueueAsked(logger, queue, isChanged ? "settings removed" : "had no settings", reason);
        return isChanged;
    }

    private async Task<bool> ChangeAsync(
        string queue, string action, string? reason, Func<StoredQueue, StoredQueue?> change, CancellationToken ct, string outcome = "done")
    {
        var queues = (await access.OpenAsync(ct).ConfigureAwait(false)).Queues;
        return await QueueChange.ApplyAsync(
            queues,
            queue,
            change,
            (before, _) => new NewAuditEntry(actor, action, queue)
            {
                Reason = reason,
                Outcome = outcome,
                Undo = UndoPlan.Of(before).Write(),
            },
            ct).ConfigureAwait(false);
    }
}
