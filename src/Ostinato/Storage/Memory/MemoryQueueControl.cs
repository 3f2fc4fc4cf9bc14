using System.Text.Json.Nodes;

namespace Ostinato.Storage;

internal sealed class MemoryQueueControl(MemoryState state, MemoryAuditLog audits) : IQueueControl
{
    public ValueTask<IReadOnlyList<StoredQueue>> ListAsync(CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        return new([.. state.Queues.Values
            .Select(queue => queue.Said).Where(said => said.Revision > 0).OrderBy(said => said.Name, StringComparer.Ordinal)]);
    }

    public ValueTask<bool> WriteAsync(StoredQueue queue, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(queue);
        using var turn = state.Begin(ct);
        var known = state.Queue(queue.Name);
        if (known.Said.Revision != queue.Revision || audits.IsUndone(audit?.Undoes))
        {
            state.Places.Forget(known);
            return new(false);
        }

        known.Said = queue with
        {
            Revision = queue.Revision + 1,
            PausedAt = queue.IsPaused ? queue.PausedAt ?? turn.Now : null,
            PausedBy = queue.IsPaused ? queue.PausedBy : null,
            PauseReason = queue.IsPaused ? queue.PauseReason : null,
        };
        audits.Add(audit, turn.Now);
        state.Signals.Add(new StoreSignal(null) { ConcernsQueueSettings = true });
        return new(true);
    }

    /// <summary>The settings of all queues that have any, as heartbeats tell them.</summary>
    public static string? Settings(MemoryState state)
    {
        var set = state.Queues.Values.Where(queue => queue.Said.Settings is not null).ToList();
        return set.Count == 0
            ? null
            : new JsonObject(set.Select(queue => KeyValuePair.Create(queue.Name, JsonNode.Parse(queue.Said.Settings!)))).ToJsonString();
    }
}
