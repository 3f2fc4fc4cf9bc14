namespace Ostinato.PostgreSql;

/// <summary>Takes away all that a process holds, inside a transaction that has the process to itself.</summary>
internal sealed class TakenLeases
{
    private readonly List<LeaseRange> _ranges = [];
    private readonly Dictionary<long, string> _cancels = [];
    private readonly Dictionary<long, byte[]> _completions = [];

    /// <summary>The ranges that have not ended, with the jobs that somebody wants cancelled each alone.</summary>
    public IEnumerable<(LeaseRange Range, string? CancelReason)> Parts() => Split()
        .Where(part => !_completions.ContainsKey(part.Low))
        .Select(part => (part, _cancels.GetValueOrDefault(part.Low)));

    /// <summary>The jobs that were completed in transactions of their handlers.</summary>
    public IEnumerable<DoneRange> Completed() => Split()
        .Where(part => _completions.ContainsKey(part.Low))
        .Select(part => new DoneRange(
            part.Low, 1, JobState.Completed, part.Queue, part.Attempt + 1, part.Crashes, Reason: null, _completions[part.Low]));

    public static async Task<TakenLeases> TakeAsync(Link link, SqlFile sql, int process)
    {
        await using var trip = link.Trip().Add(sql["take_leases"]).With(process).Add(sql["take_cancels"]).With(process)
            .Add(sql["take_completions"]).With(process);
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

        await reader.NextResultAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            taken._completions[reader.GetInt64(0)] = reader.GetFieldValue<byte[]>(1);
        }

        return taken;
    }

    private IEnumerable<LeaseRange> Split() => _ranges
        .OrderBy(range => range.Low)
        .SelectMany(range => range.SplitAt(_cancels.Keys.Concat(_completions.Keys)));
}
