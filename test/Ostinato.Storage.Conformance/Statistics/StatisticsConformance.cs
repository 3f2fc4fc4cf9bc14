using System.Text;

namespace Ostinato.Storage.Conformance;

/// <summary>What attempts came to is kept by the minute, told in order, added up once, and ended.</summary>
public abstract class StatisticsConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private IStatisticsStore Statistics => Store.Statistics;

    [Fact]
    public async Task A_row_begins_with_the_minute_of_its_middle_and_is_kept_byte_for_byte()
    {
        await Append("now\0é");
        await Append("earlier", age: TimeSpan.FromMinutes(90));

        var kept = await Latest(TimeSpan.FromHours(2));

        kept.Rows.Select(row => Text(row)).ShouldBe(["earlier", "now\0é"]);
        kept.Rows.ShouldAllBe(row => row.Level == 0 && row.Start.UtcTicks % TimeSpan.TicksPerMinute == 0);
        (kept.Now - kept.Rows[1].Start).ShouldBeInRange(TimeSpan.Zero, Minute + Minute);
        (kept.Rows[1].Start - kept.Rows[0].Start).ShouldBeInRange(TimeSpan.FromMinutes(89), TimeSpan.FromMinutes(91));
    }

    [Fact]
    public async Task A_row_that_is_sent_twice_is_kept_once()
    {
        var row = new NewStatistics(Guid.NewGuid(), TimeSpan.Zero, Bytes("once"));

        await Statistics.AppendAsync([row], CancellationToken.None);
        await Statistics.AppendAsync([row, row with { Id = Guid.NewGuid() }], CancellationToken.None);

        (await Latest()).Rows.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_time_is_read_from_its_beginning_to_its_end_which_is_not_in_it()
    {
        foreach (var minutes in new[] { 30, 20, 10 })
        {
            await Append($"{minutes}", TimeSpan.FromMinutes(minutes));
        }

        var rows = (await Latest()).Rows;
        var (from, to) = (rows[0].Start, rows[2].Start);

        (await Read(from, to)).ShouldBe(["30", "20"]);
        (await Read(from + TimeSpan.FromTicks(10), to + TimeSpan.FromTicks(10))).ShouldBe(["20", "10"]);
        (await Read(DateTimeOffset.MinValue, DateTimeOffset.MaxValue)).ShouldBe(["30", "20", "10"]);
    }

    [Fact]
    public async Task Rows_of_a_level_that_are_old_enough_come_the_earliest_first_and_no_more_than_asked_for()
    {
        foreach (var minutes in new[] { 2, 30, 20, 10 })
        {
            await Append($"{minutes}", TimeSpan.FromMinutes(minutes));
        }

        (await Aged(0, TimeSpan.FromMinutes(5), 2)).ShouldBe(["30", "20"]);
        (await Aged(0, TimeSpan.FromMinutes(5), 9)).ShouldBe(["30", "20", "10"]);
        (await Aged(1, TimeSpan.Zero, 9)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_are_replaced_by_their_sum()
    {
        await Append("a", TimeSpan.FromMinutes(10));
        await Append("b", TimeSpan.FromMinutes(10));
        await Append("c");
        var rows = (await Latest()).Rows;
        var sum = new StatisticsRow(Guid.NewGuid(), 1, rows[0].Start, Bytes("a+b"));

        (await Statistics.ReplaceAsync([rows[0].Id, rows[1].Id], sum, CancellationToken.None)).ShouldBeTrue();

        var left = (await Latest()).Rows;
        left.Select(Text).ShouldBe(["a+b", "c"]);
        left[0].ShouldBe(sum with { Body = left[0].Body });
        (await Aged(1, TimeSpan.FromMinutes(5), 9)).ShouldBe(["a+b"]);
    }

    [Fact]
    public async Task Nothing_is_replaced_where_a_row_is_gone()
    {
        await Append("a");
        var row = (await Latest()).Rows.ShouldHaveSingleItem();

        (await Statistics.ReplaceAsync([row.Id, Guid.NewGuid()], row with { Id = Guid.NewGuid(), Level = 1 }, CancellationToken.None))
            .ShouldBeFalse();

        (await Latest()).Rows.ShouldHaveSingleItem().Id.ShouldBe(row.Id);
    }

    [Fact]
    public async Task Of_those_who_add_up_the_same_rows_at_once_one_does()
    {
        for (var process = 0; process < 8; process++)
        {
            await Append($"{process}", TimeSpan.FromMinutes(10));
        }

        Guid[] all = [.. (await Latest()).Rows.Select(row => row.Id)];
        var start = (await Latest()).Rows[0].Start;

        var replaced = await Together.Run(
            8,
            async number => await Statistics.ReplaceAsync(
                all, new StatisticsRow(Guid.NewGuid(), 1, start, Bytes($"sum {number}")), CancellationToken.None));

        replaced.Count(isDone => isDone).ShouldBe(1);
        Text((await Latest()).Rows.ShouldHaveSingleItem()).ShouldBe($"sum {Array.IndexOf(replaced, true)}");
    }

    [Fact]
    public async Task What_is_too_old_is_removed_on_every_level()
    {
        await Append("hour", TimeSpan.FromDays(31));
        await Append("old", TimeSpan.FromDays(31));
        await Append("young", TimeSpan.FromDays(29));
        var hour = (await Latest(TimeSpan.FromDays(32))).Rows[0];
        await Statistics.ReplaceAsync([hour.Id], hour with { Id = Guid.NewGuid(), Level = 2 }, CancellationToken.None);

        (await Statistics.PruneAsync(TimeSpan.FromDays(30), CancellationToken.None)).ShouldBe(2);

        (await Latest(TimeSpan.FromDays(32))).Rows.Select(Text).ShouldBe(["young"]);
    }

    [Fact]
    public async Task Another_process_tells_the_same_history()
    {
        var other = await OpenAnother();
        await Append("seen");

        (await other.Statistics.LatestAsync(TimeSpan.FromHours(1), CancellationToken.None)).Rows.Select(Text).ShouldBe(["seen"]);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(StatisticsRow row) => Encoding.UTF8.GetString(row.Body.Span);

    private async Task Append(string body, TimeSpan age = default) =>
        await Statistics.AppendAsync([new NewStatistics(Guid.NewGuid(), age, Bytes(body))], CancellationToken.None);

    private async Task<StoredStatistics> Latest(TimeSpan? age = null) =>
        await Statistics.LatestAsync(age ?? TimeSpan.FromHours(1), CancellationToken.None);

    private async Task<string[]> Read(DateTimeOffset from, DateTimeOffset to) =>
        [.. (await Statistics.ReadAsync(from, to, CancellationToken.None)).Select(Text)];

    private async Task<string[]> Aged(short level, TimeSpan age, int limit) =>
        [.. (await Statistics.AgedAsync(level, age, limit, CancellationToken.None)).Rows.Select(Text)];
}
