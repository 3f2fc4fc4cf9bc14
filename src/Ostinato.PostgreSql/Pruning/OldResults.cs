using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Results of completed jobs that are kept for less time than the jobs.</summary>
internal sealed class OldResults(Links links, SqlFile sql, Names kinds)
{
    public async ValueTask<AgedResults> FindAsync(ResultPosition after, TimeSpan age, int limit, CancellationToken ct)
    {
        var (found, reached, count) = await links.RunAsync(link => FindAsync(link, after, age, limit), ct).ConfigureAwait(false);
        await kinds.LearnAsync(found.Select(one => one.Kind), ct).ConfigureAwait(false);
        return new AgedResults(
            [.. found.Select(one => (new JobId(one.Job), kinds.NameOf(one.Kind)))], reached, HasMore: count >= limit);
    }

    public async ValueTask<int> ExpireAsync(IReadOnlyList<JobId> ids, TimeSpan age, CancellationToken ct)
    {
        // In order: processes that expire the same ones wait for each other, and not in a ring.
        long[] numbers = [.. ids.Select(id => id.TryGetNumber(out var number) ? number : 0).Order()];
        return numbers.Length == 0 ? 0 : await links.RunAsync(link => ExpireAsync(link, numbers, age), ct).ConfigureAwait(false);
    }

    private async Task<(List<(long Job, int Kind)> Found, ResultPosition Reached, long Count)> FindAsync(
        Link link, ResultPosition after, TimeSpan age, int limit)
    {
        var from = after.FinishedAt > DateTimeOffset.UnixEpoch ? after.FinishedAt : DateTimeOffset.UnixEpoch;
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add(sql["aged_results"]).With(from.UtcDateTime).With(after.Low).With(age).With(limit);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var (found, reached, count) = (new List<(long Job, int Kind)>(), after, 0L);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            // A row a result, and one for a range without any.
            var range = new ResultPosition(Instants.Of(reader.GetDateTime(0)), reader.GetInt64(1));
            count += range == reached ? 0 : reader.GetInt32(2);
            reached = range;
            if (!reader.IsDBNull(3))
            {
                found.Add((reader.GetInt64(3), reader.GetInt32(4)));
            }
        }

        return (found, reached, count);
    }

    private async Task<int> ExpireAsync(Link link, long[] ids, TimeSpan age)
    {
        await using var trip = link.Trip().Add(sql["pin"]).Add(sql["expire"]).With(ids).With(age);
        return await trip.PinnedCountAsync().ConfigureAwait(false);
    }
}
