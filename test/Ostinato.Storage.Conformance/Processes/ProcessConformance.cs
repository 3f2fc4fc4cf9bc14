namespace Ostinato.Storage.Conformance;

/// <summary>Processes join, beat and leave.</summary>
public abstract class ProcessConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task Processes_get_numbers_of_their_own_and_begin_their_first_life()
    {
        var one = await Store.Join();
        var two = await (await OpenAnother()).Join();

        two.Identity.Id.ShouldNotBe(one.Identity.Id);
        (one.Identity.Epoch, two.Identity.Epoch).ShouldBe((1, 1));
    }

    [Fact]
    public async Task The_number_of_a_process_that_left_is_not_given_again()
    {
        var one = await Store.Join();
        await one.Leave();

        (await Store.Join()).Identity.ShouldNotBe(one.Identity);
    }

    [Fact]
    public async Task A_registered_process_is_listed_with_what_it_serves()
    {
        var queues = new Dictionary<string, int> { ["mail"] = 20, ["default"] = 5 };
        var description = new ProcessDescription("host-ž", 4711, queues, ["a", "b"]);

        var identity = await Store.Processes.JoinAsync(description, earlier: null, CancellationToken.None);

        var process = (await (await OpenAnother()).Registered()).ShouldHaveSingleItem();
        process.Process.ShouldBe(identity);
        (process.Description.Host, process.Description.ProcessId).ShouldBe(("host-ž", 4711));
        process.Description.Queues.ShouldBe(queues, ignoreOrder: true);
        process.Description.Names.ShouldBe(["a", "b"], ignoreOrder: true);
        process.LastBeatAt.ShouldBeAbout(process.StartedAt);
    }

    [Fact]
    public async Task Processes_are_listed_by_number()
    {
        var workers = new[] { await Store.Join(), await Store.Join(), await Store.Join() };

        (await Store.Registered()).Select(process => process.Process).ShouldBe(workers.Select(worker => worker.Identity));
    }

    [Fact]
    public async Task Every_beat_changes_the_count_that_others_see()
    {
        var worker = await Store.Join();
        var seen = new List<long>();
        for (var beat = 0; beat < 3; beat++)
        {
            seen.Add((await worker.LastBeat()).Beat);
            (await worker.Beat()).StillStands.ShouldBeTrue();
        }

        seen.ShouldBeUnique();
    }

    [Fact]
    public async Task A_beat_reads_the_beats_of_all_the_caller_included()
    {
        var one = await Store.Join();
        var two = await (await OpenAnother()).Join();

        (await one.Beat()).Beats.Select(beat => beat.Process).ShouldBe([one.Identity, two.Identity], ignoreOrder: true);
        (await one.Beat()).Beats.Single(beat => beat.Process == one.Identity).ShouldBe(await one.LastBeat());
    }

    [Fact]
    public async Task A_beat_moves_the_time_of_the_last_sign_of_life()
    {
        var worker = await Store.Join();
        await PassMinutes(10);

        await worker.Beat();

        var process = (await Store.Registered()).ShouldHaveSingleItem();
        (process.LastBeatAt - process.StartedAt).ShouldBeAbout(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_process_that_does_not_beat_is_not_declared_dead_by_time_alone()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        var claimed = await worker.ClaimOne();

        await PassMinutes(60 * 24);

        await worker.Complete(claimed);
        (await Store.StateOf(claimed.Id)).ShouldBe(JobState.Completed);
    }

    [Fact]
    public async Task A_process_that_leaves_is_listed_no_more()
    {
        var worker = await Store.Join();

        await worker.Leave();

        (await Store.Registered()).ShouldBeEmpty();
        (await worker.Beat()).StillStands.ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_leaving_process_held_goes_back_to_its_place_without_an_attempt_spent()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c", "d"));
        var worker = await Store.Join();
        var claimed = await worker.Claim(3);
        await worker.Complete(claimed[1]);

        await worker.Leave();

        (await Store.Job(claimed[0].Id)).ShouldSatisfyAllConditions(
            job => job.State.ShouldBe(JobState.Available), job => job.Attempt.ShouldBe(0), job => job.Crashes.ShouldBe(0));
        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a c d");
    }

    [Fact]
    public async Task A_leaving_process_wakes_the_queues_of_what_it_held()
    {
        await Store.EnqueueMany(New.Job("a", "one"), New.Job("b", "two"));
        var worker = await Store.Join();
        await worker.Claim(1, "one");
        await worker.Claim(1, "two");
        using var signals = new SignalRecorder(Store);

        await worker.Leave();

        await signals.UntilWoken("one");
        await signals.UntilWoken("two");
    }

    [Fact]
    public async Task Leaving_touches_only_what_the_process_itself_held()
    {
        await Store.EnqueueMany(New.Jobs("a", "b"));
        var (stays, leaves) = (await Store.Join(), await Store.Join());
        var kept = await stays.ClaimOne();
        await leaves.ClaimOne();

        await leaves.Leave();

        (await Store.Job(kept.Id)).Process.ShouldBe(stays.Identity);
    }

    [Fact]
    public async Task Leaving_twice_or_without_having_joined_does_nothing()
    {
        var (stays, leaves) = (await Store.Join(), await Store.Join());
        await leaves.Leave();

        await leaves.Leave();
        await new TestWorker(Store, new ProcessIdentity(4711, 1)).Leave();

        (await Store.Registered()).ShouldHaveSingleItem().Process.ShouldBe(stays.Identity);
    }
}
