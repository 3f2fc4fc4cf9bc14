namespace Ostinato.Storage;

/// <summary>Keeps what attempts came to over time, so that every process tells the same history.</summary>
/// <remarks>What a row says is the engine's: a store keeps it byte for byte. Rows add up: several are replaced by their sum.</remarks>
public interface IStatisticsStore
{
    /// <summary>Keeps rows of level 0. One that is kept already is not kept again, so that a call in doubt is repeated safely.</summary>
    ValueTask AppendAsync(IReadOnlyList<NewStatistics> rows, CancellationToken ct);

    /// <summary>The rows of all levels that begin at a time or later and before another, the earliest first.</summary>
    ValueTask<IReadOnlyList<StatisticsRow>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct);

    /// <summary>The rows of all levels that began so long ago at the most, the earliest first.</summary>
    ValueTask<StoredStatistics> LatestAsync(TimeSpan age, CancellationToken ct);

    /// <summary>The rows of one level that began longer ago, the earliest first.</summary>
    ValueTask<StoredStatistics> AgedAsync(short level, TimeSpan olderThan, int limit, CancellationToken ct);

    /// <summary>Replaces rows by their sum, unless one of them is not there any more; nothing is changed then.</summary>
    /// <returns>Whether they were replaced.</returns>
    ValueTask<bool> ReplaceAsync(IReadOnlyList<Guid> rows, StatisticsRow sum, CancellationToken ct);

    /// <summary>Removes the rows that began longer ago.</summary>
    /// <returns>How many.</returns>
    ValueTask<int> PruneAsync(TimeSpan olderThan, CancellationToken ct);
}

/// <summary>A row to be kept.</summary>
/// <param name="Id">Its own.</param>
/// <param name="Age">How long ago the middle of the time was of which it tells. The row begins with the minute in which that lies.</param>
/// <param name="Body">What it says.</param>
public sealed record NewStatistics(Guid Id, TimeSpan Age, ReadOnlyMemory<byte> Body);

/// <summary>A row.</summary>
/// <param name="Id">Its own.</param>
/// <param name="Level">How often it was added up: 0 is a minute of one process.</param>
/// <param name="Start">When the time begins of which it tells, by the store's clock.</param>
/// <param name="Body">What it says.</param>
public sealed record StatisticsRow(Guid Id, short Level, DateTimeOffset Start, ReadOnlyMemory<byte> Body);

/// <summary>What a store has.</summary>
/// <param name="Now">The store's clock.</param>
/// <param name="Rows">The rows.</param>
public sealed record StoredStatistics(DateTimeOffset Now, IReadOnlyList<StatisticsRow> Rows);
