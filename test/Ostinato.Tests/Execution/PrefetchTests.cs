using FsCheck.Fluent;
using Ostinato.Execution;

namespace Ostinato.Tests.Execution;

public sealed class PrefetchTests
{
    [Theory]
    [InlineData(50, 10, 10)]
    [InlineData(500, 10, 1)]
    [InlineData(5, 4, 40)]
    [InlineData(60_000, 10, 0)]
    public void As_many_jobs_wait_as_all_slots_finish_within_the_horizon(int milliseconds, int concurrency, int target) =>
        Prefetch.Target(TimeSpan.FromMilliseconds(milliseconds), isKnown: true, concurrency, max: 1_000).ShouldBe(target);

    [Fact]
    public void None_wait_before_durations_are_known() => Prefetch.Target(TimeSpan.Zero, isKnown: false, 10, max: 1_000).ShouldBe(0);

    [Fact]
    public void The_maximum_holds_for_any_duration() =>
        Property.Holds(
            from ticks in Gen.Choose(0, int.MaxValue)
            from concurrency in Gen.Choose(1, 10_000)
            from max in Gen.Choose(0, 100_000)
            select (ticks, concurrency, max),
            input => Prefetch.Target(TimeSpan.FromTicks(input.ticks), true, input.concurrency, input.max) is var target
                && target >= 0 && target <= input.max);
}
