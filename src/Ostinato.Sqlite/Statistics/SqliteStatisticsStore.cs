using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>None of it is worth a flush of its own.</summary>
internal sealed class SqliteStatisticsStore(Writer writer, Readers readers) : IStatisticsStore
{
    public async ValueTask AppendAsync(IReadOnlyList<NewStatistics> rows, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(rows);
        await writer.RunAsync(session => session.Statistics.Append(rows), Flush.Later, ct).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<StatisticsRow>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        await readers.RunAsync(session => session.Statistics.Between(from, to), ct).ConfigureAwait(false);

    public async ValueTask<StoredStatistics> LatestAsync(TimeSpan age, CancellationToken ct) =>
        await readers.RunAsync(session => session.Statistics.Latest(age), ct).ConfigureAwait(false);

    public async ValueTask<StoredStatistics> AgedAsync(short level, TimeSpan olderThan, int limit, CancellationToken ct) =>
        await readers.RunAsync(session => session.Statistics.Aged(level, olderThan, limit), ct).ConfigureAwait(false);

    public async ValueTask<bool> ReplaceAsync(IReadOnlyList<Guid> rows, StatisticsRow sum, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(sum);
        return await writer.RunAsync(session => session.Statistics.Replace(rows, sum), Flush.Later, ct).ConfigureAwait(false);
    }

    public async ValueTask<int> PruneAsync(TimeSpan olderThan, CancellationToken ct) =>
        await writer.RunAsync(session => session.Statistics.Prune(olderThan), Flush.Later, ct).ConfigureAwait(false);
}
