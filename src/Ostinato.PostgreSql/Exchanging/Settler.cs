using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Adds what ended to a trip, and finds out what is held where a trip failed.</summary>
internal sealed class Settler(SqlFile exchange, SqlFile places, SqlFile notes)
{
    public void AddFence(Trip trip, HeldLeases held) =>
        trip.Add(exchange["fence"]).With((int)held.Process.Id).With((int)held.Process.Epoch).With(held.Round);

    public void AddTo(Trip trip, HeldLeases held, Settlement settlement)
    {
        if (settlement.Leases.AreNone)
        {
            return;
        }

        AddLeases(trip, held.Process, settlement.Leases, settlement.Done);
        if (settlement.DependsOnCancels)
        {
            // After the leases are locked: from then on nobody can ask for these jobs to be cancelled.
            trip.Add(exchange["require_known_cancels"]).With((int)held.Process.Id).With([.. settlement.Ended]).With([.. held.Cancels.Keys]);
        }

        trip.AddDue(places, settlement.Due)
            .ReturnReady(places, settlement.Returned)
            .AddSuspended(places, settlement.Suspended)
            .AddFailures(places, settlement.Failures)
            .AddResults(places, settlement.Results)
            .AddNotes(notes, settlement.Notes);
    }

    public void AddAround(Trip trip, HeldLeases held, Settlement settlement) =>
        trip.Add(exchange["around"]).With((int)held.Process.Id).With([.. settlement.Ended]);

    public static async Task<TimeSpan?> ReadAroundAsync(NpgsqlDataReader reader, HeldLeases held)
    {
        TimeSpan? next = null;
        held.Cancels.Clear();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            next = reader.IsDBNull(0) ? null : reader.GetTimeSpan(0);
            if (!reader.IsDBNull(1))
            {
                held.Cancels[reader.GetInt64(1)] = reader.GetString(2);
            }
        }

        return next < TimeSpan.Zero ? TimeSpan.Zero : next;
    }

    public async Task<bool> LearnCancelsAsync(Link link, HeldLeases held)
    {
        await using var trip = link.Trip().Add(exchange["cancels"]).With((int)held.Process.Id);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        held.Cancels.Clear();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            held.Cancels[reader.GetInt64(0)] = reader.GetString(1);
        }

        return true;
    }

    /// <summary>
    /// Makes memory and store agree after a trip whose end is unknown: what was acknowledged is forgotten, and what was claimed without
    /// anybody hearing of it goes back, no attempt spent. That trip is over then: it has ended, or will be refused when it arrives.
    /// </summary>
    public async Task ReconcileAsync(Link link, HeldLeases held)
    {
        var reconciliation = new Reconciliation(held, await ReadHeldAsync(link, held).ConfigureAwait(false));
        if (reconciliation.Unheard.Count > 0)
        {
            await using var trip = link.Trip();
            AddFence(trip, held);
            AddLeases(trip, held.Process, reconciliation.Leases, []);
            trip.ReturnReady(places, reconciliation.Unheard);
            await trip.RunAsync().ConfigureAwait(false);
        }

        held.Replace(reconciliation.Known);
        held.IsUncertain = false;
    }

    private void AddLeases(Trip trip, ProcessIdentity process, LeaseChanges leases, List<DoneRange> done)
    {
        var (shortened, added) = (leases.Shortened, leases.Added);
        trip.Add(exchange["cut"]).With((int)process.Id).With((int)process.Epoch).With([.. leases.Removed])
            .With(shortened.Column(range => range.Low)).With(shortened.Column(range => range.Count));
        trip.Add(exchange["settle"]).With((int)process.Id).With((int)process.Epoch)
            .With(added.Column(range => range.Low)).With(added.Column(range => range.Count)).With(added.Column(range => range.Queue))
            .With(added.Column(range => (short)range.Priority)).With(added.Column(range => range.Seq))
            .With(added.Column(range => range.Attempt)).With(added.Column(range => (short)range.Crashes))
            .With(added.Column(range => range.Since)).With(added.Column(range => range.TakenAt))
            .WithDone(done);
    }

    private async Task<List<LeaseRange>> ReadHeldAsync(Link link, HeldLeases held)
    {
        await using var trip = link.Trip()
            .Add(exchange["begin_round"]).With((int)held.Process.Id).With((int)held.Process.Epoch)
            .Add(exchange["held"]).With((int)held.Process.Id).With((int)held.Process.Epoch);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.ReadAsync().ConfigureAwait(false);
        var round = reader.GetInt64(0);
        await reader.NextResultAsync().ConfigureAwait(false);
        var stored = new List<LeaseRange>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            stored.Add(LeaseRange.Read(reader));
        }

        await reader.NextResultAsync().ConfigureAwait(false);
        held.Round = round;
        return stored;
    }
}
