using Ostinato.Processes;
using Ostinato.Storage;

namespace Ostinato.Tests.Processes;

public sealed class ProcessWatchTests
{
    private static readonly ProcessIdentity Self = new(1, 1);
    private static readonly ProcessIdentity Other = new(2, 1);

    private readonly ProcessWatch _watch = new(missedBeats: 3);

    [Fact]
    public void A_beat_that_has_not_moved_for_three_looks_is_a_death()
    {
        Look(7).ShouldBeEmpty();
        Look(7).ShouldBeEmpty();
        Look(7).ShouldBeEmpty();
        Look(7).ShouldHaveSingleItem().ShouldBe(new ProcessBeat(Other, 7));
    }

    [Fact]
    public void A_beat_that_moves_starts_the_count_anew()
    {
        Look(7);
        Look(7);
        Look(7);
        Look(8).ShouldBeEmpty();
        Look(8).ShouldBeEmpty();
    }

    [Fact]
    public void A_new_epoch_is_another_life()
    {
        Look(7);
        Look(7);
        Look(7);
        _watch.Observe([new ProcessBeat(Other with { Epoch = 2 }, 7)], Self).ShouldBeEmpty();
    }

    [Fact]
    public void A_process_never_declares_itself_dead()
    {
        for (var look = 0; look < 10; look++)
        {
            _watch.Observe([new ProcessBeat(Self, 1)], Self).ShouldBeEmpty();
        }
    }

    private List<ProcessBeat> Look(long beat) => _watch.Observe([new ProcessBeat(Other, beat)], Self);
}
