using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Breakers;

/// <summary>Does what a person asks of breakers.</summary>
internal sealed class BreakerOperations(StoreAccess access, string actor, ILogger logger) : IBreakerOperations
{
    private const int MostTries = 20;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    public async Task<IReadOnlyList<BreakerInfo>> ListAsync(CancellationToken ct = default)
    {
        var look = await (await OpenStoreAsync(ct).ConfigureAwait(false)).LookAsync(ct).ConfigureAwait(false);
        return [.. look.Breakers.Select(stored => Describe(stored.Kind, BreakerText.Read(stored.State), look.Now))];
    }

    public async Task OpenAsync(string job, TimeSpan? openFor = null, string? reason = null, CancellationToken ct = default)
    {
        RequireName(job);
        if (openFor < Shortest || openFor > Longest)
        {
            throw new ArgumentOutOfRangeException(
                nameof(openFor), openFor, $"The breaker of '{job}' can be open for 1 s to 365 days, or, with null, until it is closed.");
        }

        var outcome = openFor is { } time ? $"open for {time}" : "open";
        var audit = new NewAuditEntry(actor, AuditActions.OpenBreaker, job) { Reason = reason, Outcome = outcome };
        await ChangeAsync(job, (_, now) => BreakerRule.OpenByHand(reason, openFor, now), audit, ct).ConfigureAwait(false);
        BreakersLog.Asked(logger, job, openFor is { } ask ? $"to open it for {ask}" : "to open it", reason);
    }

    public async Task<bool> CloseAsync(string job, CancellationToken ct = default)
    {
        RequireName(job);
        var wasOpen = false;
        await ChangeAsync(
            job,
            (breaker, _) => (wasOpen = breaker.State != BreakerState.Closed) ? BreakerRule.Close() : null,
            new NewAuditEntry(actor, AuditActions.CloseBreaker, job) { Outcome = "closed" },
            ct).ConfigureAwait(false);
        BreakersLog.Asked(logger, job, wasOpen ? "to close it" : "to close it, and it was closed already", null);
        return wasOpen;
    }

    private static void RequireName(string job)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (!JobName.IsValid(job))
        {
            throw new ArgumentException($"'{job}' is no wire name of a job: 1 to 100 characters of a-z A-Z 0-9 . _ : -", nameof(job));
        }
    }

    private async Task<IBreakerStore> OpenStoreAsync(CancellationToken ct) => (await access.OpenAsync(ct).ConfigureAwait(false)).Breakers;

    private async Task ChangeAsync(
        string job, Func<Breaker, DateTimeOffset, Breaker?> change, NewAuditEntry audit, CancellationToken ct)
    {
        var store = await OpenStoreAsync(ct).ConfigureAwait(false);
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var look = await store.LookAsync(ct).ConfigureAwait(false);
            var stored = look.Breakers.FirstOrDefault(one => one.Kind == job) ?? new StoredBreaker(job, default, Revision: 0);
            var before = stored.Revision == 0 ? Breaker.Healthy : BreakerText.Read(stored.State);
            if (change(before, look.Now) is not { } changed
                || await store.WriteAsync(stored with { State = BreakerText.Write(changed) }, audit, ct).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The breaker of '{job}' could not be changed: others change it all the time. Try again.");
    }

    private static BreakerInfo Describe(string kind, Breaker breaker, DateTimeOffset now) => new()
    {
        Job = kind,
        State = breaker.State == BreakerState.Open && !breaker.IsHeldAt(now) ? BreakerState.HalfOpen : breaker.State,
        OpenedAt = breaker.OpenedAt,
        Until = breaker.Until,
        Openings = breaker.Openings,
        Reason = breaker.Reason,
        RecentFailures = breaker.Failures.Sum(failure => failure.Count),
        Probes = breaker.Probes.Count(probe => probe.Until > now),
    };
}
