using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Adds claims to a trip and reads what they gave.</summary>
internal sealed class Claimer(SqlFile sql, Names kinds, Names queues, ScanMemory memory)
{
    /// <summary>Adds a claim, unless there is nothing to ask or the queue has never had a job. Looks at enough ranges, or at all.</summary>
    public Claim? AddTo(Trip trip, HeldLeases held, ClaimRequest request, bool looksWide)
    {
        // Remembered in any case: the first job of a queue is looked for, too.
        var scan = memory.Of(request.Queue);
        if (request.Limit <= 0 || !queues.TryKnown(request.Queue, out var queue))
        {
            return null;
        }

        var probes = scan.Plan(looksForSuspects: !request.HoldsSuspect);
        var ranges = looksWide ? request.Limit : scan.RangesFor(request.Limit);
        trip.Add(sql["claim"]).With(queue).With(request.Limit).With(ranges)
            .With((int)held.Process.Id).With((int)held.Process.Epoch)
            .With([.. probes.Select(probe => probe.Line)])
            .With([.. probes.Select(probe => probe.Seq)])
            .With([.. probes.Select(probe => probe.Below)]);
        return new Claim(request, queue, ranges, new ClaimToken(held.Process, held.NextClaim()));
    }

    /// <summary>Reads what one claim gave.</summary>
    public async Task ReadAsync(NpgsqlDataReader reader, Claim claim)
    {
        var found = new List<(short Line, long Seq)>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            var row = ClaimRow.Read(reader);
            if (found.Count == 0 || found[^1] != (row.Line, row.Seq))
            {
                found.Add((row.Line, row.Seq));
            }

            claim.Rows.Add(row);
        }

        claim.IsShort = claim.Rows.Count < claim.Request.Limit && found.Count >= claim.Looked;
        memory.Of(claim.Request.Queue).Found(found, claim.Rows.Count);
    }

    /// <summary>The jobs of claims, in the order in which to start them.</summary>
    public async ValueTask<ClaimedJob[]> JobsAsync(List<Claim> claims)
    {
        var rows = claims.SelectMany(claim => claim.Rows);
        await kinds.LearnAsync(rows.Select(row => row.Kind), CancellationToken.None).ConfigureAwait(false);
        return [.. claims.SelectMany(claim => claim.Rows.Select(row => row.Job(claim.Request.Queue, kinds, claim.Token)))];
    }
}
