using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

internal sealed class PostgreSqlStatisticsStore(Links links, SqlFile sql) : IStatisticsStore
{
    public async ValueTask AppendAsync(IReadOnlyList<NewStatistics> rows, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(rows);
        await links.RunAsync(
            async link =>
            {
                await using var trip = link.Trip().Add(sql["append"])
                    .With([.. rows.Select(row => row.Id)])
                    .With([.. rows.Select(row => (TimeSpan?)row.Age)])
                    .With([.. rows.Select(row => row.Body.ToArray())]);
                return await trip.RunAsync().ConfigureAwait(false);
            },
            ct).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<StatisticsRow>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        await links.RunAsync(
            async link =>
            {
                await using var trip = link.Trip().Add(sql["between"]).With(Instants.Ceiling(from)).With(Instants.Ceiling(to));
                await using var reader = await trip.ReadAsync().ConfigureAwait(false);
                var rows = new List<StatisticsRow>();
                while (await reader.ReadAsync().ConfigureAwait(false))
                {
                    rows.Add(Row(reader, from: 0));
                }

                return rows;
            },
            ct).ConfigureAwait(false);

    public async ValueTask<StoredStatistics> LatestAsync(TimeSpan age, CancellationToken ct) => await links.RunAsync(
        async link =>
        {
            await using var trip = link.Trip().Add(sql["latest"]).With(age);
            return await StoredAsync(trip).ConfigureAwait(false);
        },
        ct).ConfigureAwait(false);

    public async ValueTask<StoredStatistics> AgedAsync(short level, TimeSpan olderThan, int limit, CancellationToken ct) =>
        await links.RunAsync(
            async link =>
            {
                await using var trip = link.Trip().Add(sql["aged"]).With(level).With(olderThan).With(limit);
                return await StoredAsync(trip).ConfigureAwait(false);
            },
            ct).ConfigureAwait(false);

    public async ValueTask<bool> ReplaceAsync(IReadOnlyList<Guid> rows, StatisticsRow sum, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(sum);
        return await links.RunAsync(
            async link =>
            {
                await using var trip = link.Trip().Add(sql["replace"])
                    .With([.. rows]).With(sum.Id).With(sum.Level).With(Instants.Ceiling(sum.Start)).WithNullable(sum.Body.ToArray());
                return await trip.ScalarAsync<int>().ConfigureAwait(false) != 0;
            },
            ct).ConfigureAwait(false);
    }

    public async ValueTask<int> PruneAsync(TimeSpan olderThan, CancellationToken ct) => await links.RunAsync(
        async link =>
        {
            await using var trip = link.Trip().Add(sql["prune"]).With(olderThan);
            return await trip.RunAsync().ConfigureAwait(false);
        },
        ct).ConfigureAwait(false);

    private static async Task<StoredStatistics> StoredAsync(Trip trip)
    {
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        var (now, rows) = (default(DateTimeOffset), new List<StatisticsRow>());
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            now = Instants.Of(reader.GetDateTime(0));
            if (!reader.IsDBNull(1))
            {
                rows.Add(Row(reader, from: 1));
            }
        }

        return new StoredStatistics(now, rows);
    }

    private static StatisticsRow Row(NpgsqlDataReader reader, int from) => new(
        reader.GetGuid(from), reader.GetInt16(from + 1), Instants.Of(reader.GetDateTime(from + 2)), reader.GetFieldValue<byte[]>(from + 3));
}
