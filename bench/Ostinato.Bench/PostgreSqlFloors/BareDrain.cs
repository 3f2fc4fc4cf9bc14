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
    private readonly string _settle = SqlFile.Load("Exchange", SqlFile.DefaultSchema)["settle"];
    private readonly List<LeaseRange> _held = [];
    private double _rangeLength = 1;
    private long _from;

    /// <summary>Runs until nothing is ready; answers how many jobs it read.</summary>
    public async Task<int> RunAsync()
    {
        for (var total = 0; ;)
        {
            await using var trip = store.Trip();
            Settle(trip);
            Claim(trip);
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
        trip.Add(_settle).With(_held.Column(lease => lease.Low)).With(Process).With(Epoch)
            .With(Array.Empty<long>()).With(Array.Empty<int>()).With(Array.Empty<int>()).With(Array.Empty<short>())
            .With(Array.Empty<long>()).With(Array.Empty<int>()).With(Array.Empty<short>()).With(Array.Empty<DateTime>())
            .With(Array.Empty<DateTime>())
            .WithDone(done)
            .With(Array.Empty<long>()).With(Array.Empty<int>());
    }

    private void Claim(Trip trip)
    {
        var ranges = (int)Math.Clamp((Limit / _rangeLength * 1.25) + 1, 1, Limit);
        trip.Add(_claim).With(Queue).With(Limit).With(ranges).With(Process).With(Epoch)
            .With([(short)JobDefaults.Priority]).With([_from]).With([(short)(ClaimRule.Lines / 2)]);
    }

    private async Task<int> ReadAsync(Trip trip)
    {
        await using var reader = await trip.ReadAsync();
        _held.Clear();
        var (count, ranges, last) = (0, 0, -1L);
        while (await reader.ReadAsync())
        {
            var row = ClaimRow.Read(reader);
            using var payload = JsonDocument.Parse(row.Payload);
            Hold(row);
            ranges += row.Seq == last ? 0 : 1;
            last = row.Seq;
            count++;
        }

        _rangeLength = ranges == 0 ? 1 : (double)count / ranges;
        return count;
    }

    private void Hold(in ClaimRow row)
    {
        if (_held.Count == 0)
        {
            _from = row.Seq;
        }

        if (_held.Count > 0 && _held[^1].Low == row.LeaseLow)
        {
            _held[^1] = _held[^1] with { Count = _held[^1].Count + 1 };
        }
        else
        {
            _held.Add(row.Lease(claim: 1, Queue));
        }
    }
}
