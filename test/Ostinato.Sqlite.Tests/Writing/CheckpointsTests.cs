namespace Ostinato.Sqlite.Tests.Writing;

public sealed class CheckpointsTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1_000, 3_000, 2_000)]
    [InlineData(int.MaxValue - 10, 1_989, 2_000)]
    public void Pages_are_counted_past_the_end_of_the_count(int before, int now, int pages) =>
        Checkpoints.PagesSince(before, now).ShouldBe(pages);
}
