using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Fences, acknowledges and claims in one trip and one commit.</summary>
internal sealed class PostgreSqlExchange(
    Links links, HeldByProcess processes, CompletionLook completions, Settler settler, Claimer claimer, Names queues, Wakes wakes,
    Lookout lookout) : IJobExchange
{
    private const int MostTries = 5;

    public async ValueTask<ExchangeResult> ExchangeAsync(ExchangeRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var held = processes.Of(request.Process);
        await held.Turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            await held.Gate.CloseAsync(request.Acknowledgements, ct).ConfigureAwait(false);
            return await ExchangeAsync(held, request, ct).ConfigureAwait(false);
        }
        catch (Exception error) when (StoreErrors.Is(error, StoreErrors.LostLease))
        {
            processes.Forget(request.Process);
            return ExchangeResult.LostLease;
        }
        finally
        {
            held.Gate.Open();
            held.Turn.Release();
        }
    }

    private async ValueTask<ExchangeResult> ExchangeAsync(HeldLeases held, ExchangeRequest request, CancellationToken ct)
    {
        foreach (var claim in request.Claims)
        {
            await queues.FindAsync(claim.Queue, ct).ConfigureAwait(false);
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await links.RunOnceAsync(link => ExchangeAsync(link, held, request), ct).ConfigureAwait(false);
            }
            catch (PostgresException error) when (attempt < MostTries && StoreErrors.Is(error, StoreErrors.UnknownCancels))
            {
                await links.RunAsync(link => settler.LearnCancelsAsync(link, held), ct).ConfigureAwait(false);
            }
            catch (PostgresException error) when (attempt < MostTries && StoreErrors.MakesUncertain(error))
            {
                held.IsUncertain = true;
            }
        }
    }

    private async Task<ExchangeResult> ExchangeAsync(Link link, HeldLeases held, ExchangeRequest request)
    {
        if (held.IsUncertain)
        {
            await settler.ReconcileAsync(link, held).ConfigureAwait(false);
        }

        var verdicts = await completions.LookAsync(link, held, request.Acknowledgements).ConfigureAwait(false);
        var settlement = new Settlement(held, verdicts.Acknowledgements);
        var claims = new List<Claim>(request.Claims.Count);
        var next = await TravelAsync(link, held, settlement, verdicts, request.Claims, claims).ConfigureAwait(false);
        try
        {
            var result = await FinishAsync(link, held, settlement, verdicts, claims, next).ConfigureAwait(false);
            lookout.Claimed(request.Claims.Sum(claim => Math.Max(0, claim.Limit)), result.Claimed.Count);
            return result;
        }
        catch
        {
            held.Disown(claims.SelectMany(claim => claim.Leases()));
            throw;
        }
    }

    private async Task<ExchangeResult> FinishAsync(
        Link link, HeldLeases held, Settlement settlement, Verdicts verdicts, List<Claim> claims, TimeSpan? next)
    {
        if (claims.Exists(claim => claim.IsShort))
        {
            // It looked at fewer ranges than it turned out to need.
            var more = claims.FindAll(claim => claim.IsShort).ConvertAll(claim => claim.Rest());
            await TravelAsync(link, held, new Settlement(held, []), Verdicts.None([]), more, claims, looksWide: true).ConfigureAwait(false);
        }

        wakes.Settled(settlement, queues);
        return new ExchangeResult
        {
            Ignored = settlement.Ignored.Count + verdicts.Overruled.Count == 0 ? [] : [.. settlement.Ignored, .. verdicts.Overruled],
            Undecided = verdicts.Undecided,
            Claimed = await claimer.JobsAsync(claims).ConfigureAwait(false),
            Cancellations = [.. held.Cancels.Select(entry => new CancelRequest(new JobId(entry.Key), entry.Value))],
            NextDueIn = next,
        };
    }

    private async Task<TimeSpan?> TravelAsync(
        Link link, HeldLeases held, Settlement settlement, Verdicts verdicts, IReadOnlyList<ClaimRequest> asked, List<Claim> claims,
        bool looksWide = false)
    {
        await using var trip = link.Trip();
        settler.AddFence(trip, held);
        settler.AddTo(trip, held, settlement);
        completions.AddTo(trip, held, verdicts);
        var mine = claimer.AddTo(trip, held, asked, looksWide);
        settler.AddAround(trip, held, settlement);

        // Until the answer is here nobody knows whether it was committed.
        held.IsUncertain = true;
        try
        {
            var next = await ReadAsync(trip, held, Guards(settlement), mine).ConfigureAwait(false);
            held.IsUncertain = false;
            settlement.Apply();
            verdicts.ApplyTo(held);
            held.Change([], mine.SelectMany(claim => claim.Leases()));
            claims.AddRange(mine);
            return next;
        }
        catch (PostgresException error) when (!StoreErrors.IsBroken(error))
        {
            held.IsUncertain = false;
            throw;
        }
    }

    private static int Guards(Settlement settlement) =>
        1 + (settlement.Leases.AreNone ? 0 : 1) + (settlement.DependsOnCancels ? 1 : 0);

    // Statements that only write have no rows, so the reader passes over them. The guards have one each.
    private async Task<TimeSpan?> ReadAsync(Trip trip, HeldLeases held, int guards, List<Claim> claims)
    {
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        for (var guard = 0; guard < guards; guard++)
        {
            await reader.NextResultAsync().ConfigureAwait(false);
        }

        await claimer.ReadAsync(reader, claims).ConfigureAwait(false);
        var next = await Settler.ReadAroundAsync(reader, held).ConfigureAwait(false);

        // An error of a later statement, or of the commit, comes only when everything is read.
        await reader.NextResultAsync().ConfigureAwait(false);
        return next;
    }
}
