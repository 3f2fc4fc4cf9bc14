namespace Ostinato.PostgreSql;

/// <summary>Takes away all that a process holds, inside a transaction that has the process to itself.</summary>
internal sealed class TakenLeases
{
    private readonly List<LeaseRange> _ranges = [];
    private readonly Dictionary<long, string> _cancels = [];

    /// <summary>The ranges, with the jobs that somebody wants cancelled each alone.</summary>
    public IEnumerable<(LeaseRange Range, string? CancelReason)> Parts() => _ranges
        .OrderBy(range => range.Low)
        .SelectMany(range => range.SplitAt(_cancels))
        .Select(part => (part, _cancels.GetValueOrDefault(part.Low)));

    public static async Task<TakenLeases> TakeAsync(Link link, SqlFile sql, int process)
    {
        await using var trip = link.Trip().Add(sql["take_leases"]).With(process).Add(sql["take_cancels"]).With(process);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        var taken = new TakenLeases();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            taken._ranges.Add(LeaseRange.Read(reader));
        }

        await reader.NextResultAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            taken._cancels[reader.GetInt64(0)] = reader.GetString(1);
        }

        return taken;
    }
}
