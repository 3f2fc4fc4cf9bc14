using Ostinato.Testing;

namespace Ostinato.PostgreSql.Tests.Exchanging;

public sealed class QueueScanTests
{
    private const short Line = 4;

    private readonly FakeTimeProvider _time = new();
    private readonly ScanMemory _memory;

    public QueueScanTests() => _memory = new ScanMemory(_time);

    [Fact]
    public void Jobs_that_went_back_are_looked_for_until_something_was_taken_from_their_line()
    {
        var scan = _memory.Of("default");
        scan.Found([Range(60)], 1);
        _time.Advance(TimeSpan.FromSeconds(2));
        scan.Plan(looksForSuspects: false);
        From(scan).ShouldBe(60);

        scan.Forget();

        scan.Plan(looksForSuspects: false).Count.ShouldBe(10, "it looks everywhere");
        From(scan).ShouldBe(0, "the look had no room for them");
        scan.Found([Range(50)], 1);
        _time.Advance(TimeSpan.FromMilliseconds(300));
        From(scan).ShouldBe(50);
    }

    [Fact]
    public void A_claim_looks_everywhere_once_a_second()
    {
        var scan = _memory.Of("default");
        scan.Plan(looksForSuspects: false);
        scan.Plan(looksForSuspects: false).ShouldHaveSingleItem();
        _time.Advance(TimeSpan.FromSeconds(1));

        scan.Plan(looksForSuspects: false).Count.ShouldBe(10);
    }

    [Fact]
    public void A_claim_does_not_where_somebody_else_does()
    {
        var scan = _memory.Of("default");
        scan.Plan(looksForSuspects: false);
        _memory.IsSwept = true;
        _time.Advance(TimeSpan.FromSeconds(1));

        scan.Plan(looksForSuspects: false).ShouldHaveSingleItem();
    }

    [Fact]
    public void What_a_look_finds_below_the_floor_is_claimed_next()
    {
        var scan = _memory.Of("default");
        scan.Found([Range(60)], 1);
        _time.Advance(TimeSpan.FromSeconds(2));
        scan.Plan(looksForSuspects: false);
        From(scan).ShouldBe(60);

        scan.Seen(Line, 50);

        From(scan).ShouldBe(50);
    }

    private static long From(QueueScan scan) => scan.Plan(looksForSuspects: false).Single(probe => probe.Line == Line).Seq;

    private static TakenRange Range(long seq) => new(Line, seq, seq, 1, 0, 0, default);
}
