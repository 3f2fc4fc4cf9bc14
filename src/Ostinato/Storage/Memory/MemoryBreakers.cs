namespace Ostinato.Storage;

internal sealed class MemoryBreakers(MemoryState state, MemoryAuditLog audits) : IBreakerStore
{
    private readonly SortedDictionary<string, StoredBreaker> _breakers = new(StringComparer.Ordinal);

    public ValueTask<BreakerLook> LookAsync(CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        return new(new BreakerLook(turn.Now, [.. _breakers.Values]));
    }

    public ValueTask<bool> WriteAsync(StoredBreaker breaker, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        using var turn = state.Begin(ct);
        if ((_breakers.GetValueOrDefault(breaker.Kind)?.Revision ?? 0) != breaker.Revision || audits.IsUndone(audit?.Undoes))
        {
            return new(false);
        }

        _breakers[breaker.Kind] = breaker with { State = breaker.State.ToArray(), Revision = breaker.Revision + 1 };
        audits.Add(audit, turn.Now);
        return new(true);
    }
}
