namespace Ostinato.Testing.Tests.Time;

public sealed class FakeTimeProviderTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Clock_starts_at_midnight_of_2030() => _time.GetUtcNow().ShouldBe(Start);

    [Fact]
    public void Clock_starts_where_it_is_told()
    {
        var start = new DateTimeOffset(1999, 12, 31, 23, 0, 0, TimeSpan.FromHours(2));

        var now = new FakeTimeProvider(start).GetUtcNow();

        now.ShouldBe(start);
        now.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Clock_stands_still_by_itself() => (_time.GetUtcNow() - _time.GetUtcNow()).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void Advance_moves_wall_clock_and_timestamp_by_the_same()
    {
        var before = _time.GetTimestamp();

        _time.Advance(TimeSpan.FromMinutes(90));

        _time.GetUtcNow().ShouldBe(Start.AddMinutes(90));
        _time.GetElapsedTime(before).ShouldBe(TimeSpan.FromMinutes(90));
    }

    [Fact]
    public void Timestamps_count_ticks() => _time.TimestampFrequency.ShouldBe(10_000_000);

    [Fact]
    public void Advance_by_less_than_zero_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => _time.Advance(TimeSpan.FromTicks(-1)));

    [Fact]
    public void Advance_past_the_year_9999_is_refused_and_leaves_the_clock_alone()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => _time.Advance(TimeSpan.MaxValue)).Message.ShouldContain("9999");

        _time.GetUtcNow().ShouldBe(Start);
    }

    [Fact]
    public void Wall_clock_that_jumps_back_leaves_timestamps_alone()
    {
        var before = _time.GetTimestamp();

        _time.SetUtcNow(Start.AddHours(-1));
        _time.Advance(TimeSpan.FromSeconds(5));

        _time.GetUtcNow().ShouldBe(Start.AddHours(-1).AddSeconds(5));
        _time.GetElapsedTime(before).ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Wall_clock_that_jumps_forward_fires_no_timer()
    {
        var fired = 0;
        using var timer = _time.CreateTimer(_ => fired++, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);

        _time.SetUtcNow(Start.AddDays(1));
        _time.Advance(TimeSpan.FromMinutes(59));

        fired.ShouldBe(0);
        _time.NextTimer.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Timer_fires_in_its_time_although_the_wall_clock_jumped_back()
    {
        var fired = 0;
        using var timer = _time.CreateTimer(_ => fired++, null, TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan);

        _time.SetUtcNow(Start.AddHours(-1));
        _time.Advance(TimeSpan.FromMinutes(1));

        fired.ShouldBe(1);
    }

    [Fact]
    public void Local_time_zone_is_UTC_unless_set()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(3), "east", "east");
        var before = _time.GetLocalNow();

        _time.SetLocalTimeZone(zone);

        before.Offset.ShouldBe(TimeSpan.Zero);
        _time.GetLocalNow().Offset.ShouldBe(TimeSpan.FromHours(3));
    }

    [Fact]
    public void Clock_prints_as_the_time_it_shows()
    {
        _time.Advance(TimeSpan.FromMilliseconds(1_500));

        _time.ToString().ShouldBe("2030-01-01T00:00:01.5Z");
    }
}
