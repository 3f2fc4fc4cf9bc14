using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Adds the claims of a trip to it and reads what they gave.</summary>
internal sealed class Claimer(SqlFile sql, Names kinds, Names queues, ScanMemory memory)
{
    /// <summary>Adds what is asked, except where a queue has never had a job. Looks at enough ranges, or at all.</summary>
    public List<Claim> AddTo(Trip trip, HeldLeases held, IReadOnlyList<ClaimRequest> asked, bool looksWide)
    {
        var (number, bodies) = (held.NextClaim(), new ClaimedBodies());
        var token = new ClaimToken(held.Process, number);
        var claims = new List<Claim>(asked.Count);
        foreach (var request in asked)
        {
            // Remembered in any case: the first job of a queue is looked for, too.
            var scan = memory.Of(request.Queue);
            if (request.Limit > 0 && queues.TryKnown(request.Queue, out var queue))
            {
                var ranges = looksWide ? request.Limit : scan.RangesFor(request.Limit);
                claims.Add(new Claim(request, queue, ranges, token, bodies));
                Add(trip, token, request, queue, ranges, scan.Plan(looksForSuspects: !request.HoldsSuspect));
            }
        }

        if (claims.Count > 0)
        {
            trip.Add(sql["bodies"]).With((int)held.Process.Id).With(number);
        }

        return claims;
    }

    /// <summary>Reads what claims gave, and goes on to the answer that follows.</summary>
    public async Task ReadAsync(NpgsqlDataReader reader, List<Claim> claims)
    {
        foreach (var claim in claims)
        {
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                claim.Add(TakenRange.Read(reader));
            }

            memory.Of(claim.Request.Queue).Found(claim.Taken, claim.Count);
            await reader.NextResultAsync().ConfigureAwait(false);
        }

        if (claims.Count > 0)
        {
            await claims[0].Bodies.ReadAsync(reader, claims.Sum(claim => claim.Count)).ConfigureAwait(false);
            await reader.NextResultAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The jobs of claims, in the order in which to start them.</summary>
    public async ValueTask<IReadOnlyList<ClaimedJob>> JobsAsync(List<Claim> claims)
    {
        var bodies = claims.Select(claim => claim.Bodies).Distinct();
        await kinds.LearnAsync(bodies.SelectMany(some => some.Kinds), CancellationToken.None).ConfigureAwait(false);
        var jobs = new List<ClaimedJob>(claims.Sum(claim => claim.Count));
        claims.ForEach(claim => claim.AddJobsTo(jobs, kinds));
        return jobs;
    }

    private void Add(Trip trip, ClaimToken token, ClaimRequest request, int queue, int ranges, List<Probe> probes) => trip
        .Add(sql["claim"]).With(queue).With(request.Limit).With(ranges)
        .With((int)token.Process.Id).With((int)token.Process.Epoch)
        .With([.. probes.Select(probe => probe.Line)])
        .With([.. probes.Select(probe => probe.Seq)])
        .With([.. probes.Select(probe => probe.Below)])
        .With(token.Claim);
}
