using Ostinato.Statistics;
using Ostinato.Storage;

namespace Ostinato.Tests.Statistics;

/// <summary>The history gets coarser with age, loses nothing, and ends.</summary>
public sealed class RollupTests : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Ostinato.Testing.FakeTimeProvider _time = new();
    private readonly MemoryJobStore _store;
    private readonly StatisticsOptions _options = new();

    public RollupTests() => _store = new MemoryJobStore(new MemoryStoreOptions(), _time);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Two_days_of_three_processes_become_minutes_and_hours_of_all_and_lose_nothing()
    {
        RollupRound[] rounds = [.. Enumerable.Range(0, 3).Select(_ => Round())];
        for (var minute = 0; minute < 2 * 24 * 60; minute++)
        {
            for (var process = 0; process < 3; process++)
            {
                await AppendAsync(process + 1);
            }

            _time.Advance(Minute);
            if (minute % 5 == 4)
            {
                await Task.WhenAll(rounds.Select(round => round.RunAsync(CancellationToken.None)));
            }
        }

        var rows = await AllAsync();
        rows.Count(row => row.Level == 0).ShouldBeLessThanOrEqualTo(3 * 12);
        rows.Count(row => row.Level == 1).ShouldBeInRange(24 * 60 - 12, 25 * 60 + 60);
        rows.Count(row => row.Level == 2).ShouldBeInRange(22, 24);
        Completed(rows).ShouldBe(2 * 24 * 60 * (1 + 2 + 3));
        rows.Where(row => row.Level == 2).ShouldAllBe(row => row.Start.Minute == 0);
    }

    [Fact]
    public async Task Rows_of_another_version_are_left_to_processes_of_that_version()
    {
        await AppendAsync(1);
        await _store.Statistics.AppendAsync([new NewStatistics(Guid.NewGuid(), TimeSpan.Zero, new byte[] { 99 })], CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(10));

        await Round().RunAsync(CancellationToken.None);

        (await AllAsync()).Select(row => row.Level).ShouldBe([(short)0, (short)1], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_older_than_the_retention_is_removed()
    {
        await AppendAsync(1);
        _time.Advance(TimeSpan.FromDays(30) + TimeSpan.FromHours(2));
        await AppendAsync(2);

        await Round().RunAsync(CancellationToken.None);

        Completed(await AllAsync()).ShouldBe(2);
    }

    private RollupRound Round() => new(_store.Statistics, () => _options, _time);

    private async Task AppendAsync(int completed)
    {
        var table = new SeriesTable();
        for (var time = 0; time < completed; time++)
        {
            table.Of(new SeriesKey("report", "default")).Ended(AttemptEnd.Completed, TimeSpan.FromSeconds(1));
        }

        await _store.Statistics.AppendAsync([new NewStatistics(Guid.NewGuid(), TimeSpan.Zero, table.Write())], CancellationToken.None);
    }

    private async Task<IReadOnlyList<StatisticsRow>> AllAsync() =>
        await _store.Statistics.ReadAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CancellationToken.None);

    private static long Completed(IReadOnlyList<StatisticsRow> rows)
    {
        var sum = new SeriesTable();
        rows.ToList().ForEach(row => sum.TryAdd(row.Body.Span));
        return sum.Of(new SeriesKey("report", "default"))[AttemptEnd.Completed];
    }
}
