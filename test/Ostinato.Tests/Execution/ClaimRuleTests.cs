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

    [Theory]
    [InlineData(100, 10)]
    [InlineData(3, 3)]
    public void Sound_jobs_are_taken_up_to_the_limit(int count, int taken) =>
        ClaimRule.Take(new ClaimRequest("default", 10, 2, false), 0, count, crashes: 0).ShouldBe(taken);

    [Fact]
    public void Jobs_that_saw_one_death_are_taken_into_free_slots_only()
    {
        ClaimRule.Take(new ClaimRequest("default", 10, 2, false), 0, 100, crashes: 1).ShouldBe(2);
        ClaimRule.Take(new ClaimRequest("default", 10, 2, false), 2, 100, crashes: 1).ShouldBe(0);
    }

    [Fact]
    public void A_job_that_saw_two_deaths_is_taken_alone_by_a_process_that_holds_nothing()
    {
        ClaimRule.Take(new ClaimRequest("default", 10, 10, HoldsNothing: true), 0, 100, crashes: 2).ShouldBe(1);
        ClaimRule.Take(new ClaimRequest("default", 10, 10, HoldsNothing: true), 1, 100, crashes: 2).ShouldBe(0);
        ClaimRule.Take(new ClaimRequest("default", 10, 9, HoldsNothing: false), 0, 100, crashes: 2).ShouldBe(0);
        ClaimRule.RunsAlone(2).ShouldBeTrue();
        ClaimRule.RunsAlone(1).ShouldBeFalse();
    }

    [Fact]
    public void No_rule_takes_more_than_was_asked() =>
        Property.Holds(
            from limit in Gen.Choose(0, 50)
            from free in Gen.Choose(0, 50)
            from holdsNothing in Gen.Elements(true, false)
            from taken in Gen.Choose(0, 50)
            from count in Gen.Choose(0, 100)
            from crashes in Gen.Choose(0, 3)
            where taken <= limit
            select (request: new ClaimRequest("default", limit, free, holdsNothing), taken, count, crashes),
            input => ClaimRule.Take(input.request, input.taken, input.count, input.crashes) is var take
                && take >= 0 && take <= input.count && input.taken + take <= input.request.Limit);
}
