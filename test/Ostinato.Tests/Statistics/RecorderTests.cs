using Microsoft.Extensions.Logging.Abstractions;
using Ostinato.Statistics;
using Ostinato.Storage;

namespace Ostinato.Tests.Statistics;

public sealed class RecorderTests
{
    [Fact]
    public async Task Nothing_is_lost_while_many_lanes_count_and_one_takes()
    {
        var (recorder, total) = (new StatisticsRecorder(), new SeriesTable());
        var jobs = new[] { Job("a"), Job("b"), Job("a", "other") };
        const int Each = 20_000;

        var lanes = Enumerable.Range(0, 4).Select(lane => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                recorder.Started(jobs[i % 3], TimeSpan.FromMilliseconds(lane));
                recorder.Ended(jobs[i % 3], AttemptEnd.Completed, TimeSpan.FromMicroseconds(i));
            }
        })).ToArray();
        while (!Task.WhenAll(lanes).IsCompleted)
        {
            total.Add(recorder.Take());
            await Task.Yield();
        }

        await Task.WhenAll(lanes);
        total.Add(recorder.Take());
        total.All.Sum(one => one.Value[AttemptEnd.Completed]).ShouldBe(4 * Each);
        total.All.Sum(one => one.Value.Waits.Count).ShouldBe(4 * Each);
        total.All.Count().ShouldBe(3);
        recorder.Take().IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void An_attempt_of_a_kind_that_is_in_use_is_counted_without_new_memory()
    {
        var (recorder, job) = (new StatisticsRecorder(), Job("a"));
        for (var i = 0; i < 100_000; i++)
        {
            Count(recorder, job);
        }

        recorder.Take();
        Count(recorder, job);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Count(recorder, job);
        }

        // The thread may move to a processor that has not counted yet.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000);
    }

    [Fact]
    public void Beyond_a_thousand_kinds_and_queues_the_rest_is_counted_together()
    {
        var table = new SeriesTable();
        for (var i = 0; i < SeriesTable.Most + 500; i++)
        {
            table.Of(new SeriesKey("job", $"tenant-{i}")).Started(TimeSpan.Zero);
        }

        table.All.Count().ShouldBe(SeriesTable.Most + 1);
        table.Of(SeriesKey.Others).Waits.Count.ShouldBe(500);
    }

    [Fact]
    public async Task What_the_store_did_not_take_is_sent_again_under_its_old_number_and_with_its_age()
    {
        var time = new Ostinato.Testing.FakeTimeProvider();
        var (recorder, store) = (new StatisticsRecorder(), new Refusing());
        var writer = new StatisticsWriter(recorder, store, time, NullLogger.Instance);
        recorder.Started(Job("a"), TimeSpan.Zero);
        time.Advance(TimeSpan.FromMinutes(1));
        await Should.ThrowAsync<IOException>(() => writer.RoundAsync(CancellationToken.None));
        recorder.Started(Job("a"), TimeSpan.Zero);
        time.Advance(TimeSpan.FromSeconds(5));
        await Should.ThrowAsync<IOException>(() => writer.RoundAsync(CancellationToken.None));
        store.Takes = true;
        time.Advance(TimeSpan.FromSeconds(60));

        await writer.RoundAsync(CancellationToken.None);
        await writer.RoundAsync(CancellationToken.None);

        store.Seen.Select(rows => rows.Count).ShouldBe([1, 1, 2]);
        store.Seen.Select(rows => rows[0].Id).Distinct().ShouldHaveSingleItem();
        store.Seen[2].Select(row => row.Age.TotalSeconds).ShouldBe([95, 32.5]);
    }

    private static void Count(StatisticsRecorder recorder, ClaimedJob job)
    {
        recorder.Started(job, TimeSpan.FromMilliseconds(3));
        recorder.Ended(job, AttemptEnd.Completed, TimeSpan.FromMilliseconds(7));
    }

    private static ClaimedJob Job(string name, string queue = "default") => new()
    {
        Id = new JobId(1),
        Name = name,
        Queue = queue,
        Priority = 0,
        Attempt = 1,
        Payload = default,
        EnqueuedAt = default,
        AvailableAt = default,
        ClaimedAt = default,
    };

    private sealed class Refusing : IStatisticsStore
    {
        public bool Takes { get; set; }

        public List<IReadOnlyList<NewStatistics>> Seen { get; } = [];

        public ValueTask AppendAsync(IReadOnlyList<NewStatistics> rows, CancellationToken ct)
        {
            Seen.Add(rows);
            return Takes ? default : ValueTask.FromException(new IOException("unplugged"));
        }

        public ValueTask<IReadOnlyList<StatisticsRow>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => new([]);

        public ValueTask<StoredStatistics> LatestAsync(TimeSpan age, CancellationToken ct) => new(new StoredStatistics(default, []));

        public ValueTask<StoredStatistics> AgedAsync(short level, TimeSpan olderThan, int limit, CancellationToken ct) =>
            new(new StoredStatistics(default, []));

        public ValueTask<bool> ReplaceAsync(IReadOnlyList<Guid> rows, StatisticsRow sum, CancellationToken ct) => new(false);

        public ValueTask<int> PruneAsync(TimeSpan olderThan, CancellationToken ct) => new(0);
    }
}
