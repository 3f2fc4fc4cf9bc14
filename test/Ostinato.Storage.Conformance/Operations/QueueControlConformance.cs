namespace Ostinato.Storage.Conformance;

/// <summary>A person stops and starts a queue.</summary>
public abstract class QueueControlConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_paused_queue_gives_nothing_and_a_resumed_one_gives_all()
    {
        await Store.EnqueueMany(New.Jobs("a", "b"));
        var worker = await Store.Join();

        await Store.Pause();
        (await worker.Claim(10)).ShouldBeEmpty();

        await Store.Resume();
        (await worker.Claim(10)).Names().ShouldBe("a b");
    }

    [Fact]
    public async Task Other_queues_go_on()
    {
        await Store.EnqueueMany(New.Job("a", "one"), New.Job("b", "two"));
        await Store.Pause("one");
        var worker = await Store.Join();

        var result = await worker.Exchange([], new("one", 10), new("two", 10));

        result.Claimed.Names().ShouldBe("b");
    }

    [Fact]
    public async Task Other_processes_obey()
    {
        await Store.Enqueue("a");
        var other = await OpenAnother();
        var worker = await other.Join();

        await Store.Pause();
        (await worker.Claim(10)).ShouldBeEmpty();

        await other.Resume();
        (await (await Store.Join()).Claim(10)).Names().ShouldBe("a");
    }

    [Fact]
    public async Task A_pause_says_why_and_since_when()
    {
        var now = (await Store.Job(await Store.Enqueue("a"))).EnqueuedAt;
        await PassMinutes(30);

        await Store.Pause(reason: "the mail provider is down");

        var queue = await (await OpenAnother()).Queue();
        (queue.IsPaused, queue.PauseReason).ShouldBe((true, "the mail provider is down"));
        queue.PausedAt.ShouldBeAbout(now.AddMinutes(30));
    }

    [Fact]
    public async Task A_pause_needs_no_reason()
    {
        await Store.Pause();

        (await Store.Queue()).ShouldSatisfyAllConditions(queue => queue.IsPaused.ShouldBeTrue(), queue => queue.PauseReason.ShouldBeNull());
    }

    [Fact]
    public async Task A_resumed_queue_remembers_nothing_of_its_pause()
    {
        await Store.Enqueue("a");
        await Store.Pause(reason: "why not");

        await Store.Resume();

        var queue = await Store.Queue();
        (queue.IsPaused, queue.PauseReason, queue.PausedAt).ShouldBe((false, null, null));
    }

    [Fact]
    public async Task A_queue_can_be_paused_before_it_has_jobs()
    {
        await Store.Pause("not yet");
        await Store.Enqueue("a", "not yet");
        var worker = await Store.Join();

        (await worker.Claim(10, "not yet")).ShouldBeEmpty();

        await Store.Resume("not yet");
        (await worker.Claim(10, "not yet")).Names().ShouldBe("a");
    }

    [Fact]
    public async Task A_paused_queue_is_listed_even_without_jobs()
    {
        await Store.Pause("empty", "why not");

        var queue = await Store.Queue("empty");

        queue.IsPaused.ShouldBeTrue();
        queue.Counts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Running_jobs_finish_while_their_queue_is_paused()
    {
        await Store.EnqueueMany(New.Jobs("a", "b"));
        var worker = await Store.Join();
        var claimed = await worker.Claim(2);

        await Store.Pause();
        await worker.Complete(claimed[0]);
        await worker.Return(claimed[1]);

        (await Store.All()).Select(job => job.State).ShouldBe([JobState.Available, JobState.Completed]);
        (await worker.Claim(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_paused_queue_still_takes_jobs_in()
    {
        await Store.Pause();

        var id = await Store.Enqueue("a");

        (await Store.StateOf(id)).ShouldBe(JobState.Available);
    }

    [Fact]
    public async Task Pausing_twice_and_resuming_what_was_not_paused_do_no_harm()
    {
        await Store.Enqueue("a");
        await Store.Resume();
        await Store.Resume("never heard of");
        await Store.Pause();
        await Store.Pause(reason: "again");
        (await Store.Queue()).IsPaused.ShouldBeTrue();

        await Store.Resume();

        (await (await Store.Join()).Claim(10)).Names().ShouldBe("a");
    }

    [Fact]
    public async Task A_pause_and_its_end_tell_processes_that_something_changed()
    {
        using var pause = new SignalRecorder(Store);
        await Store.Pause();
        await pause.UntilAnything();

        using var resume = new SignalRecorder(Store);
        await Store.Resume();
        await resume.UntilAnything();
    }
}
