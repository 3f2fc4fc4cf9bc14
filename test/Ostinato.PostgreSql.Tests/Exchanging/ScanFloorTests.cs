using Ostinato.PostgreSql.Tests.Measuring;

namespace Ostinato.PostgreSql.Tests.Exchanging;

public sealed class ScanFloorTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly SteppingTime _time = new();
    private readonly ScanFloor _floor;

    public ScanFloorTests() => _floor = new ScanFloor(_time);

    [Fact]
    public void A_place_that_was_just_first_is_not_the_floor_yet()
    {
        _floor.See(5, _time.GetTimestamp());

        Now().ShouldBe(0);
    }

    [Fact]
    public void A_place_that_was_first_a_while_ago_is_the_floor()
    {
        _floor.See(5, _time.GetTimestamp());
        _time.Step(ScanFloor.RaiseAfter);

        Now().ShouldBe(5);
    }

    [Fact]
    public void The_floor_follows_a_line_that_moves_on_all_the_time()
    {
        for (var seq = 0; seq < 100; seq++)
        {
            _floor.See(seq, _time.GetTimestamp());
            _time.Step(Moment);
        }

        Now().ShouldBe(100 - (long)(ScanFloor.RaiseAfter / Moment));
    }

    [Fact]
    public void What_is_found_below_the_floor_lowers_it()
    {
        _floor.See(5, _time.GetTimestamp());
        _time.Step(ScanFloor.RaiseAfter);
        _floor.See(9, _time.GetTimestamp());
        _floor.See(3, _time.GetTimestamp());

        Now().ShouldBe(3);
        _time.Step(ScanFloor.RaiseAfter);
        Now().ShouldBe(3);
    }

    private long Now() => _floor.At(_time.GetTimestamp());
}
