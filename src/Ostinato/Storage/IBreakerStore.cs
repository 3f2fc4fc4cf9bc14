namespace Ostinato.Storage;

/// <summary>Keeps what the fleet knows of the breakers of kinds of jobs.</summary>
/// <remarks>
/// What it says is the engine's: a store keeps it byte for byte. It compares a revision with what the caller saw, so that of several who
/// write at the same time one succeeds.
/// </remarks>
public interface IBreakerStore
{
    /// <summary>The store's clock, and every breaker by its kind.</summary>
    ValueTask<BreakerLook> LookAsync(CancellationToken ct);

    /// <summary>Writes a breaker unless somebody else has written it since.</summary>
    /// <param name="breaker">As it shall be, with the revision that the caller saw; 0 for one that must not exist yet.</param>
    /// <param name="audit">The row to be written with the change, and only with one; null for none.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    /// <returns>Whether it was written.</returns>
    ValueTask<bool> WriteAsync(StoredBreaker breaker, NewAuditEntry? audit, CancellationToken ct);

    /// <inheritdoc cref="WriteAsync(StoredBreaker, NewAuditEntry?, CancellationToken)"/>
    ValueTask<bool> WriteAsync(StoredBreaker breaker, CancellationToken ct) => WriteAsync(breaker, audit: null, ct);
}

/// <summary>A breaker as a store keeps it.</summary>
/// <param name="Kind">The wire name of the job.</param>
/// <param name="State">What is known of it, in UTF-8 JSON.</param>
/// <param name="Revision">Changes with every writing; 0 is none.</param>
public sealed record StoredBreaker(string Kind, ReadOnlyMemory<byte> State, long Revision);

/// <summary>What is stored of breakers.</summary>
/// <param name="Now">The store's clock.</param>
/// <param name="Breakers">Every breaker, by its kind.</param>
public sealed record BreakerLook(DateTimeOffset Now, IReadOnlyList<StoredBreaker> Breakers);
