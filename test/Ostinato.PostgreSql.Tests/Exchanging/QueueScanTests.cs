using Ostinato.Testing;

namespace Ostinato.PostgreSql.Tests.Exchanging;

public sealed class QueueScanTests
{
    private const short Line = 4;

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Jobs_that_went_back_are_looked_for_until_something_was_taken_from_their_line()
    {
        var scan = new QueueScan(_time);
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

    private static long From(QueueScan scan) => scan.Plan(looksForSuspects: false).Single(probe => probe.Line == Line).Seq;

    private static TakenRange Range(long seq) => new(Line, seq, seq, 1, 0, 0, default);
}
