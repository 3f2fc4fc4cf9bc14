using FsCheck.Fluent;
using Ostinato.Storage;

namespace Ostinato.Tests.Execution;

public sealed class ClaimRuleTests
{
    [Theory]
    [InlineData(4, 0, 4)]
    [InlineData(4, 59, 4)]
    [InlineData(4, 60, 3)]
    [InlineData(9, 540, 0)]
    [InlineData(0, 6000, 0)]
    [InlineData(4, -600, 4)]
    public void A_job_counts_one_priority_better_for_every_minute_it_waited(int priority, int seconds, int effective) =>
        ClaimRule.EffectivePriority(priority, TimeSpan.FromSeconds(seconds)).ShouldBe(effective);

    [Fact]
    public void A_wait_of_any_length_keeps_the_priority_in_its_range() =>
        Property.Holds(
            from priority in Gen.Choose(0, 9)
            from seconds in Gen.Choose(int.MinValue, int.MaxValue)
            select (priority, seconds),
            input => ClaimRule.EffectivePriority(input.priority, TimeSpan.FromSeconds(input.seconds)) is var effective
                && effective >= 0 && effective <= input.priority);

    [Fact]
    public void Of_two_heads_that_count_the_same_the_one_that_waited_longer_goes_first()
    {
        ClaimRule.GoesBefore(9, TimeSpan.FromMinutes(10), 0, TimeSpan.FromSeconds(1)).ShouldBeTrue();
        ClaimRule.GoesBefore(0, TimeSpan.FromSeconds(1), 9, TimeSpan.FromMinutes(10)).ShouldBeFalse();
        ClaimRule.GoesBefore(3, TimeSpan.Zero, 4, TimeSpan.FromSeconds(59)).ShouldBeTrue();
        ClaimRule.GoesBefore(4, TimeSpan.Zero, 4, TimeSpan.Zero).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(9, 1, 9)]
    [InlineData(0, 2, 10)]
    [InlineData(9, 7, 19)]
    public void Suspects_stand_in_lines_of_their_own(int priority, int crashes, int line)
    {
        ClaimRule.LineOf(priority, crashes).ShouldBe(line);
        ClaimRule.PriorityOf(line).ShouldBe(priority);
    }

    [Theory]
    [InlineData(100, 0, 10)]
    [InlineData(3, 0, 3)]
    [InlineData(100, 1, 10)]
    public void Jobs_that_are_no_suspects_are_taken_up_to_the_limit(int count, int crashes, int taken) =>
        ClaimRule.Take(new ClaimRequest("default", 10), 0, false, count, crashes).ShouldBe(taken);

    [Fact]
    public void A_process_holds_one_suspect_at_a_time()
    {
        ClaimRule.Take(new ClaimRequest("default", 10), 5, false, 100, crashes: 2).ShouldBe(1);
        ClaimRule.Take(new ClaimRequest("default", 10), 5, true, 100, crashes: 2).ShouldBe(0);
        ClaimRule.Take(new ClaimRequest("default", 10, HoldsSuspect: true), 5, false, 100, crashes: 2).ShouldBe(0);
    }

    [Fact]
    public void No_rule_takes_more_than_was_asked() =>
        Property.Holds(
            from limit in Gen.Choose(0, 50)
            from holdsSuspect in Gen.Elements(true, false)
            from hasSuspect in Gen.Elements(true, false)
            from taken in Gen.Choose(0, 50)
            from count in Gen.Choose(0, 100)
            from crashes in Gen.Choose(0, 3)
            where taken <= limit
            select (request: new ClaimRequest("default", limit, holdsSuspect), taken, hasSuspect, count, crashes),
            input => ClaimRule.Take(input.request, input.taken, input.hasSuspect, input.count, input.crashes) is var take
                && take >= 0 && take <= input.count && input.taken + take <= input.request.Limit);
}
