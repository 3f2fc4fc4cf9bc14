namespace Ostinato.Sqlite.Tests.Engine;

public sealed class MicrosecondsTests
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(10, 1, 1)]
    [InlineData(11, 1, 2)]
    [InlineData(19, 1, 2)]
    [InlineData(-1, -1, 0)]
    [InlineData(-10, -1, -1)]
    [InlineData(-11, -2, -1)]
    public void Times_are_rounded_down_and_due_times_up(long ticks, long down, long up)
    {
        Microseconds.Of(Epoch.AddTicks(ticks)).ShouldBe(down);
        Microseconds.Ceiling(Epoch.AddTicks(ticks)).ShouldBe(up);
    }

    [Fact]
    public void The_last_moment_of_all_can_be_stored() =>
        Microseconds.Time(Microseconds.Ceiling(DateTimeOffset.MaxValue)).ShouldBe(DateTimeOffset.MaxValue.AddTicks(-9));

    [Fact]
    public void The_first_moment_of_all_can_be_stored() =>
        Microseconds.Time(Microseconds.Of(DateTimeOffset.MinValue)).ShouldBe(DateTimeOffset.MinValue);
}
