using System.Text.Json;
using Ostinato.PostgreSql;
using Ostinato.Storage;

namespace Ostinato.Bench.PostgreSqlFloors;

/// <summary>One loop that acknowledges and claims with the store's own statements, in one trip and one commit.</summary>
internal sealed class BareDrain(FloorStore store)
{
    private const int Limit = 500;
    private const int Queue = 1, Process = 1, Epoch = 1;

    private readonly string _claim = SqlFile.Load("Claim", SqlFile.DefaultSchema)["claim"];
    private readonly string _bodies = SqlFile.Load("Claim", SqlFile.DefaultSchema)["bodies"];
    private readonly string _cut = SqlFile.Load("Exchange", SqlFile.DefaultSchema)["cut"];
    private readonly string _settle = SqlFile.Load("Exchange", SqlFile.DefaultSchema)["settle"];
    private readonly List<LeaseRange> _held = [];
    private double _rangeLength = 1;
    private long _from;
    private long _claims;

    /// <summary>Runs until nothing is ready; answers how many jobs it read.</summary>
    public async Task<int> RunAsync()
    {
        for (var total = 0; ;)
        {
            await using var trip = store.Trip();
            Settle(trip);
            AddClaim(trip);
            var count = await ReadAsync(trip);
            total += count;
            if (count == 0)
            {
                return total;
            }
        }
    }

    private void Settle(Trip trip)
    {
        if (_held.Count == 0)
        {
            return;
        }

        var done = _held.ConvertAll(lease => DoneRange.Of(lease with { Attempt = 1 }, JobState.Completed, null) with
        {
            Durations = new byte[lease.Count],
        });
        trip.Add(_cut).With(Process).With(Epoch).With(_held.Column(lease => lease.Low)).With(Array.Empty<long>()).With(Array.Empty<int>())
            .Add(_settle).With(Process).With(Epoch)
            .With(Array.Empty<long>()).With(Array.Empty<int>()).With(Array.Empty<int>()).With(Array.Empty<short>())
            .With(Array.Empty<long>()).With(Array.Empty<int>()).With(Array.Empty<short>()).With(Array.Empty<DateTime>())
            .With(Array.Empty<DateTime>())
            .WithDone(done);
    }

    private void AddClaim(Trip trip)
    {
        var ranges = (int)Math.Clamp((Limit / _rangeLength * 1.25) + 1, 1, Limit);
        trip.Add(_claim).With(Queue).With(Limit).With(ranges).With(Process).With(Epoch)
            .With([(short)JobDefaults.Priority]).With([_from]).With([(short)(ClaimRule.Lines / 2)]).With(++_claims)
            .Add(_bodies).With(Process).With(_claims);
    }

    private async Task<int> ReadAsync(Trip trip)
    {
        await using var reader = await trip.ReadAsync();
        if (_held.Count > 0)
        {
            await reader.NextResultAsync();
        }

        var bodies = new ClaimedBodies();
        var claim = new Claim(
            new ClaimRequest(JobDefaults.Queue, Limit), Queue, Limit, new ClaimToken(new ProcessIdentity(Process, Epoch), _claims), bodies);
        while (await reader.ReadAsync())
        {
            claim.Add(TakenRange.Read(reader));
        }

        await reader.NextResultAsync();
        await bodies.ReadAsync(reader, claim.Count);
        Parse(claim.Taken, bodies);
        _held.Clear();
        _held.AddRange(claim.Leases());
        _from = claim.Taken.Count == 0 ? _from : claim.Taken[0].Seq;
        _rangeLength = claim.Taken.Count == 0 ? 1 : (double)claim.Count / claim.Taken.Count;
        return claim.Count;
    }

    private static void Parse(List<TakenRange> taken, ClaimedBodies bodies)
    {
        foreach (var range in taken)
        {
            foreach (ref readonly var body in bodies.Of(range))
            {
                using var payload = JsonDocument.Parse(body.Payload);
            }
        }
    }
}
