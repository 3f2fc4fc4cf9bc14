using Ostinato.Execution;

namespace Ostinato.Tests.Execution;

public sealed class AverageDurationTests
{
    [Fact]
    public void Before_the_first_duration_nothing_is_known()
    {
        var average = new AverageDuration();

        average.IsKnown.ShouldBeFalse();
        average.Value.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void The_first_duration_is_the_average()
    {
        var average = new AverageDuration();
        average.Add(TimeSpan.FromSeconds(3));

        average.IsKnown.ShouldBeTrue();
        average.Value.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Each_later_duration_counts_for_a_sixteenth()
    {
        var average = new AverageDuration();
        average.Add(TimeSpan.FromSeconds(16));
        average.Add(TimeSpan.FromSeconds(32));

        average.Value.ShouldBe(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public void It_follows_a_change()
    {
        var average = new AverageDuration();
        average.Add(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 100; i++)
        {
            average.Add(TimeSpan.FromMilliseconds(1));
        }

        average.Value.ShouldBeLessThan(TimeSpan.FromMilliseconds(30));
    }
}
