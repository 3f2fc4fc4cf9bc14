using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>A claim under way, and what it gave.</summary>
internal sealed class Claim(ClaimRequest request, int queue, int looked, ClaimToken token, ClaimedBodies bodies)
{
    public ClaimRequest Request => request;

    /// <summary>At how many ranges it looks.</summary>
    public int Looked => looked;

    /// <summary>The bodies that all claims of the trip share.</summary>
    public ClaimedBodies Bodies => bodies;

    /// <summary>What it took, in the order in which to start it.</summary>
    public List<TakenRange> Taken { get; } = [];

    /// <summary>How many jobs it took.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there may be more jobs than it looked at.</summary>
    public bool IsShort => Count < request.Limit && Taken.Count >= looked;

    public void Add(in TakenRange range)
    {
        Taken.Add(range);
        Count += range.Count;
    }

    /// <summary>What is asked for once more.</summary>
    public ClaimRequest Rest() => request with
    {
        Limit = request.Limit - Count,
        HoldsSuspect = request.HoldsSuspect || Taken.Exists(range => ClaimRule.IsSuspect(range.Crashes)),
    };

    /// <summary>Adds the claimed jobs.</summary>
    public void AddJobsTo(List<ClaimedJob> jobs, Names kinds)
    {
        foreach (var range in Taken)
        {
            foreach (ref readonly var body in bodies.Of(range))
            {
                jobs.Add(Job(range, body, kinds));
            }
        }
    }

    /// <summary>The leases that it wrote: as the statement makes them, the neighbours of a block that are alike.</summary>
    public IEnumerable<LeaseRange> Leases() => Taken
        .GroupBy(range => (range.Line, range.Attempt, range.Crashes, Block: IdBlocks.Of(range.Low)))
        .SelectMany(alike => Leases(
            [.. alike.OrderBy(range => range.Low)], alike.Min(range => range.Seq), alike.Min(range => range.Since)));

    private IEnumerable<LeaseRange> Leases(List<TakenRange> alike, long seq, DateTime since)
    {
        for (var index = 0; index < alike.Count;)
        {
            var (first, end) = (alike[index], alike[index].End);
            for (index++; index < alike.Count && alike[index].Low == end; index++)
            {
                end = alike[index].End;
            }

            yield return new LeaseRange(
                first.Low, (int)(end - first.Low), token.Claim, queue, ClaimRule.PriorityOf(first.Line), seq, first.Attempt, first.Crashes,
                since, bodies.TakenAt);
        }
    }

    private ClaimedJob Job(in TakenRange range, in Body body, Names kinds) => new()
    {
        Id = new JobId(body.Id),
        Name = kinds.NameOf(body.Kind),
        Queue = request.Queue,
        Priority = ClaimRule.PriorityOf(range.Line),
        Attempt = range.Attempt + 1,
        Crashes = range.Crashes,
        Payload = body.Payload,
        Headers = body.Headers,
        EnqueuedAt = Instants.Of(body.CreatedAt),
        AvailableAt = Instants.Of(range.Since),
        ClaimedAt = Instants.Of(body.TakenAt),
        Token = token,
    };
}
