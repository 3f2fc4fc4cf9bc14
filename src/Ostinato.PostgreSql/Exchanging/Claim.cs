using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>A claim under way, and what it gave.</summary>
internal sealed class Claim(ClaimRequest request, int queue, int looked, ClaimToken token)
{
    public ClaimRequest Request => request;

    /// <summary>At how many ranges it looks.</summary>
    public int Looked => looked;

    public ClaimToken Token => token;

    public List<ClaimRow> Rows { get; } = [];

    /// <summary>Whether there may be more jobs than it looked at.</summary>
    public bool IsShort { get; set; }

    /// <summary>What is asked for once more.</summary>
    public ClaimRequest Rest() => request with
    {
        Limit = request.Limit - Rows.Count,
        HoldsSuspect = request.HoldsSuspect || Rows.Exists(row => ClaimRule.IsSuspect(row.Crashes)),
    };

    /// <summary>The leases that it wrote.</summary>
    public IEnumerable<LeaseRange> Leases() => Rows
        .GroupBy(row => row.LeaseLow)
        .Select(rows => rows.First().Lease(token.Claim, queue) with { Count = rows.Count() });
}
