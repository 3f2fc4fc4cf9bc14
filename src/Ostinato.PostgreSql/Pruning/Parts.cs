using Microsoft.Extensions.Logging;

namespace Ostinato.PostgreSql;

/// <summary>
/// Adds partitions of the table of bodies before they are needed, and drops those of which nothing must stay: thousands of jobs go at the
/// price of one.
/// </summary>
internal sealed class Parts(Links links, SqlFile sql, TimeProvider time, ILogger logger)
{
    private const long SmallestPart = 10_000_000;
    private const long LargestPart = 1_000_000_000_000;
    private const long Margin = 1_000 * IdBlocks.Size;
    private const int MostStay = 20_000;
    private const int ForgetStep = 1_000;
    private const string Added = "added";
    private const string Dropped = "dropped";
    private static readonly TimeSpan Span = TimeSpan.FromHours(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private readonly PartChanges _changes = new(links, logger);
    private long? _lookedAt;
    private volatile IReadOnlyList<Part> _closed = [];

    /// <summary>Partitions that will go as a whole, so that nothing in them is to be removed job by job.</summary>
    public IReadOnlyList<Part> Closed => _closed;

    /// <summary>Does a part of what has to be done, and says how many jobs went.</summary>
    public async ValueTask<int> StepAsync(TimeSpan age, CancellationToken ct)
    {
        if (_lookedAt is not { } lookedAt || time.GetElapsedTime(lookedAt) >= LookEvery)
        {
            var newest = await links.RunAsync(ReadNewestAsync, ct).ConfigureAwait(false);
            await KeepAheadAsync(newest, ct).ConfigureAwait(false);
            _closed = newest.HasClosed ? await FindClosedAsync(age, ct).ConfigureAwait(false) : [];
            _lookedAt = time.GetTimestamp();
        }

        foreach (var part in _closed.Where(part => !part.IsYoung))
        {
            if (await links.RunAsync(link => ForgetAsync(link, part, age), ct).ConfigureAwait(false) is > 0 and var count)
            {
                return count;
            }

            await DropAsync(part, ct).ConfigureAwait(false);
        }

        return 0;
    }

    // A partition lasts for some hours at the pace of the one before it.
    private async ValueTask KeepAheadAsync(NewestPart newest, CancellationToken ct)
    {
        var (low, high, age, last, mayAdd, _) = newest;
        if (last < high - ((high - low) / 2))
        {
            return;
        }

        if (!mayAdd)
        {
            _changes.Refuse(Added, error: null);
            return;
        }

        var pace = (last - low) / Math.Max(1, age);
        var size = (long)Math.Clamp(pace * Span.TotalSeconds, SmallestPart, LargestPart) / IdBlocks.Size * IdBlocks.Size;
        var from = last < high ? high : ((last + Margin) / IdBlocks.Size * IdBlocks.Size) + 1;
        await _changes.TryAsync(
            link => RunAsync(link.Trip().Add(sql["add"]).With(from).With(from + size)), Added, ct).ConfigureAwait(false);
    }

    // What is not this user's to drop is left to be removed job by job.
    private async ValueTask<List<Part>> FindClosedAsync(TimeSpan age, CancellationToken ct)
    {
        var closed = await links.RunAsync(link => ReadClosedAsync(link, age), ct).ConfigureAwait(false);
        if (closed.Exists(part => !part.IsOwn))
        {
            _changes.Refuse(Dropped, error: null);
        }

        return closed.FindAll(part => part.IsOwn);
    }

    private async ValueTask DropAsync(Part part, CancellationToken ct)
    {
        var change = await _changes.TryAsync(
            link => RunAsync(link.Trip().Add(sql["drop"]).With(part.Name)), Dropped, ct).ConfigureAwait(false);
        if (change == PartChange.Refused)
        {
            _closed = [];
            return;
        }

        if (change == PartChange.Made)
        {
            Log.PartDropped(logger, part.Name);
            await links.RunAsync(
                link => RunAsync(link.Trip().Add(sql["pin"]).Add(sql["sweep"]).With(part.Low).With(part.High)), ct).ConfigureAwait(false);
        }

        _lookedAt = null;
    }

    private async Task<NewestPart> ReadNewestAsync(Link link)
    {
        await using var trip = link.Trip().Add(sql["newest"]);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.ReadAsync().ConfigureAwait(false);
        return new NewestPart(
            reader.GetInt64(0), reader.GetInt64(1), reader.GetDouble(2), reader.GetInt64(3), reader.GetBoolean(4), reader.GetBoolean(5));
    }

    private async Task<List<Part>> ReadClosedAsync(Link link, TimeSpan age)
    {
        await using var trip = link.Trip().Add(sql["pin"]).Add(sql["closed"]).With(age).With(MostStay);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var parts = new List<Part>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            parts.Add(new Part(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetBoolean(3), reader.GetBoolean(4)));
        }

        return parts;
    }

    private async Task<int> ForgetAsync(Link link, Part part, TimeSpan age)
    {
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add(sql["forget"]).With(part.Low).With(part.High).With(age).With(ForgetStep);
        return await trip.PinnedCountAsync().ConfigureAwait(false);
    }

    private static async Task<int> RunAsync(Trip trip)
    {
        await using (trip)
        {
            return await trip.RunAsync().ConfigureAwait(false);
        }
    }
}

/// <summary>
/// A partition that no new id falls into. It is young while one of its jobs completed too short a time ago, and own where the user of the
/// store may drop it.
/// </summary>
internal sealed record Part(string Name, long Low, long High, bool IsYoung, bool IsOwn);

/// <summary>
/// The partition with the highest ids and its age in seconds, the last id that was given out, whether the user of the store may add
/// another one, and whether there is one that no new id falls into.
/// </summary>
internal sealed record NewestPart(long Low, long High, double Age, long Last, bool MayAdd, bool HasClosed);
