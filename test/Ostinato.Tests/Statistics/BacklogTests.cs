using Ostinato.Statistics;
using Ostinato.Storage;

namespace Ostinato.Tests.Statistics;

public sealed class BacklogTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_queue_in_which_nothing_waits_needs_what_keeps_up_with_what_comes()
    {
        var mail = Predict(waiting: 0, slots: 10, perSecond: 2, mean: 3);

        (mail.DrainTime, mail.NeededSlots).ShouldBe((TimeSpan.Zero, 6));
    }

    [Fact]
    public void What_waits_is_started_at_the_pace_of_all_slots()
    {
        var mail = Predict(waiting: 600, slots: 10, perSecond: 0, mean: 2, oldest: 5);

        mail.DrainTime.ShouldBe(TimeSpan.FromSeconds(120));
        mail.NeededSlots.ShouldBe(20, "600 jobs of 2 s in a minute");
    }

    [Fact]
    public void Where_jobs_have_waited_as_long_as_the_pace_is_known_that_counts()
    {
        Predict(waiting: 600, slots: 10, perSecond: 4, mean: 1, oldest: 600).DrainTime.ShouldBe(TimeSpan.FromSeconds(150));
    }

    [Theory]
    [InlineData(0, 5, 0)]
    [InlineData(3, 0, 1)]
    [InlineData(3, 5, 5)]
    public void Where_no_duration_is_known_no_time_is_told_and_slots_stay(int waiting, int slots, int needed)
    {
        var mail = Predict(waiting, slots, perSecond: 0, mean: null, oldest: 1);

        mail.DrainTime.ShouldBe(waiting == 0 ? TimeSpan.Zero : null);
        mail.NeededSlots.ShouldBe(needed);
    }

    [Fact]
    public void Where_no_process_serves_the_queue_one_slot_is_needed_at_least()
    {
        var mail = Predict(waiting: 1, slots: 0, perSecond: 0, mean: 0.001, oldest: 1);

        (mail.DrainTime, mail.NeededSlots).ShouldBe((null, 1));
    }

    [Fact]
    public void Of_a_paused_queue_nothing_is_predicted()
    {
        var mail = Predict(waiting: 100, slots: 5, perSecond: 1, mean: 1, oldest: 1, isPaused: true);

        (mail.Waiting, mail.DrainTime, mail.NeededSlots).ShouldBe((100, null, 0));
    }

    [Fact]
    public void A_queue_that_is_served_and_has_no_jobs_is_told_of()
    {
        var all = Backlogs.Of([], [Process("mail", 3), Process("mail", 4)], Recent(0, null), Minute);

        all.Select(queue => (queue.Queue, queue.Slots, queue.Waiting)).ShouldBe([("mail", 7, 0L)]);
    }

    [Fact]
    public void What_an_operator_has_set_counts_more_than_what_processes_say()
    {
        var queue = new QueueInfo { Name = "mail", Servers = [new QueueServer(new ProcessIdentity(1, 1), "host", Configured: 10, Effective: 2)] };

        Backlogs.Of([queue], [Process("mail", 10)], Recent(0, null), Minute).Single().Slots.ShouldBe(2);
    }

    private static QueueBacklog Predict(
        int waiting, int slots, double perSecond, double? mean, double? oldest = null, bool isPaused = false)
    {
        var queue = new QueueInfo
        {
            Name = "mail",
            IsPaused = isPaused,
            Counts = new Dictionary<JobState, long> { [JobState.Available] = waiting },
            OldestAvailable = oldest is { } age ? TimeSpan.FromSeconds(age) : null,
        };
        return Backlogs.Of([queue], slots == 0 ? [] : [Process("mail", slots)], Recent(perSecond, mean), Minute).ShouldHaveSingleItem();
    }

    private static ProcessInfo Process(string queue, int slots) => new(
        new ProcessIdentity(1, 1), new ProcessDescription("host", 1, new Dictionary<string, int> { [queue] = slots }, []), default, default);

    private static Recent Recent(double perSecond, double? mean)
    {
        var (steady, hour) = (new Series(), new Series());
        for (var i = 0; i < perSecond * 300; i++)
        {
            steady.Ended(AttemptEnd.Completed, null);
        }

        if (mean is { } seconds)
        {
            hour.Ended(AttemptEnd.Completed, TimeSpan.FromSeconds(seconds));
        }

        return new(In(steady), In(new Series()), In(hour));
    }

    private static Dictionary<string, Series> In(Series series) => new() { ["mail"] = series };
}
