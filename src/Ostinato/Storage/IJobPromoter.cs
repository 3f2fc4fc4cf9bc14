namespace Ostinato.Storage;

/// <summary>Moves jobs whose time has come to where they can be claimed. Any process may do it at any time; no leader is needed.</summary>
public interface IJobPromoter
{
    /// <summary>Moves due jobs, the earliest first.</summary>
    /// <param name="limit">How many jobs at the most, give or take the size of one stored range.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    ValueTask<Promotion> PromoteAsync(int limit, CancellationToken ct);
}

/// <summary>What was promoted.</summary>
/// <param name="Count">How many jobs were moved.</param>
/// <param name="NextDueIn">How long until the next waiting job is due, zero when one is due already; null when none waits.</param>
public readonly record struct Promotion(int Count, TimeSpan? NextDueIn);
