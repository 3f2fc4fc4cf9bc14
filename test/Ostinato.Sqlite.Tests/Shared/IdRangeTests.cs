using Ostinato.Storage.Sql;

namespace Ostinato.Sqlite.Tests.Shared;

public sealed class IdRangeTests
{
    [Fact]
    public void A_range_is_split_into_the_jobs_that_are_named_and_what_is_between_them() =>
        Split(10, 20, 15, 12, 15, 16).ShouldBe([(10, 12), (12, 13), (13, 15), (15, 16), (16, 17), (17, 20)]);

    [Fact]
    public void Jobs_of_other_ranges_split_nothing() => Split(10, 20, 9, 20, 21).ShouldBe([(10, 20)]);

    [Fact]
    public void At_its_ends_a_range_is_split_into_no_empty_ones() => Split(10, 13, 10, 12).ShouldBe([(10, 11), (11, 12), (12, 13)]);

    private static (long Low, long End)[] Split(long low, long end, params long[] ids) =>
        [.. new Ids(low, end).SplitAt(ids).Select(part => (part.Low, part.End))];

    private readonly record struct Ids(long Low, long End) : IIdRange<Ids>
    {
        public Ids Slice(long from, long end) => new(from, end);
    }
}
