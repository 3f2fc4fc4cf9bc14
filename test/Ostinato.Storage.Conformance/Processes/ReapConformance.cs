namespace Ostinato.Storage.Conformance;

/// <summary>What a process held when it died runs elsewhere, and says so.</summary>
public abstract class ReapConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task What_a_dead_process_held_goes_back_with_one_attempt_and_one_crash_more()
    {
        var (dead, id) = await HoldOne();

        (await dead.Die()).ShouldBe(new ReapedJobs(Returned: 1, Poisoned: 0, Cancelled: 0));

        var job = await Store.Job(id);
        (job.State, job.Attempt, job.Crashes).ShouldBe((JobState.Available, 1, 1));
        (await (await Store.Join()).ClaimOne()).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task The_crash_is_kept_as_an_error_that_names_the_process()
    {
        await Store.Enqueue("a");
        var dead = await Store.Join("machine-7", 4711);
        var claimed = await dead.ClaimOne();

        await dead.Die();

        var error = (await Store.Job(claimed.Id)).Errors.ShouldHaveSingleItem();
        (error.Attempt, error.Type).ShouldBe((1, "ProcessDied"));
        error.Message.ShouldContain("machine-7");
        error.Message.ShouldContain("4711");
        error.At.ShouldBeAbout(claimed.ClaimedAt);
    }

    [Fact]
    public async Task A_dead_process_is_listed_no_more()
    {
        var (dead, _) = await HoldOne();

        await dead.Die();

        (await Store.Registered()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_went_back_has_its_old_place()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c", "d"));
        var dead = await Store.Join();
        await dead.Claim(2);
        await (await Store.Join()).Claim(1);

        await dead.Die();

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a b d");
    }

    [Fact]
    public async Task A_process_that_has_beaten_since_is_not_declared_dead()
    {
        var (alive, id) = await HoldOne();
        var observed = await alive.LastBeat();
        await alive.Beat();

        (await Store.Reap(observed)).ShouldBeNull();

        (await Store.StateOf(id)).ShouldBe(JobState.Executing);
        (await alive.Beat()).StillStands.ShouldBeTrue();
    }

    [Fact]
    public async Task A_process_is_declared_dead_once()
    {
        var (dead, id) = await HoldOne();
        var observed = await dead.LastBeat();
        await Store.Reap(observed);

        (await (await OpenAnother()).Reap(observed)).ShouldBeNull();

        (await Store.Job(id)).Crashes.ShouldBe(1);
    }

    [Fact]
    public async Task A_process_that_left_in_good_order_cannot_be_declared_dead()
    {
        var (gone, id) = await HoldOne();
        var observed = await gone.LastBeat();
        await gone.Leave();

        (await Store.Reap(observed)).ShouldBeNull();

        (await Store.Job(id)).Attempt.ShouldBe(0);
    }

    [Fact]
    public async Task The_death_of_one_process_does_not_touch_what_others_hold()
    {
        await Store.EnqueueMany(New.Jobs("a", "b"));
        var (alive, dead) = (await Store.Join(), await Store.Join());
        var kept = await alive.ClaimOne();
        await dead.ClaimOne();

        await dead.Die();

        (await Store.Job(kept.Id)).Process.ShouldBe(alive.Identity);
        await alive.Complete(kept);
        (await Store.StateOf(kept.Id)).ShouldBe(JobState.Completed);
    }

    [Fact]
    public async Task What_a_process_acknowledged_before_it_died_stands()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c", "d"));
        var dead = await Store.Join();
        var claimed = await dead.Claim(4);
        await dead.Complete(claimed[1]);
        await dead.Retry(claimed[2], TimeSpan.FromHours(1));

        (await dead.Die()).Returned.ShouldBe(2);

        (await Store.All()).Select(job => (job.Name, job.State, job.Crashes)).ShouldBe([
            ("d", JobState.Available, 1), ("c", JobState.Retryable, 0), ("b", JobState.Completed, 0), ("a", JobState.Available, 1)]);
    }

    [Fact]
    public async Task A_process_that_held_nothing_leaves_nothing()
    {
        var idle = await Store.Join();

        (await idle.Die()).ShouldBe(new ReapedJobs(0, 0, 0));
    }

    [Fact]
    public async Task A_thousand_jobs_of_one_dead_process_all_go_back()
    {
        await Store.EnqueueMany(New.Jobs(1_000));
        var dead = await Store.Join();
        await dead.Claim(600);
        await dead.Claim(400);

        (await dead.Die()).Returned.ShouldBe(1_000);

        (await Store.Count(JobState.Available)).ShouldBe(1_000);
    }

    [Fact]
    public async Task A_death_wakes_the_queues_of_what_was_held()
    {
        var (dead, _) = await HoldOne();
        using var signals = new SignalRecorder(Store);

        await dead.Die();

        await signals.UntilWoken();
    }

    [Fact]
    public async Task The_third_crash_sets_a_job_aside_as_poison()
    {
        await Store.Enqueue("a");
        for (var crash = 1; crash <= 2; crash++)
        {
            var (next, _) = await Hold();
            (await next.Die(poisonAfter: 3)).Returned.ShouldBe(1);
        }

        var (dead, id) = await Hold();
        Told(await dead.Die(poisonAfter: 3)).ShouldBe("0 1 0: " + id);

        var job = await Store.Job(id);
        (job.State, job.Suspension, job.Crashes).ShouldBe((JobState.Suspended, SuspensionReason.Poison, 3));
        job.Errors.Count.ShouldBe(3);
        job.Reason.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Only_the_jobs_that_crashed_too_often_are_poison()
    {
        await Store.Enqueue("often");
        var (first, often) = await Hold();
        await first.Die();
        await Store.Enqueue("once");
        var dead = await Store.Join();
        (await dead.Claim(2)).Count.ShouldBe(2);

        Told(await dead.Die(poisonAfter: 2)).ShouldBe("1 1 0: " + often);

        (await Store.Job(often)).Suspension.ShouldBe(SuspensionReason.Poison);
    }

    [Fact]
    public async Task A_failed_attempt_is_not_a_crash()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        await worker.Retry(await worker.ClaimOne(), TimeSpan.Zero);
        var (dead, id) = await Hold();

        await dead.Die();

        (await Store.Job(id)).ShouldSatisfyAllConditions(job => job.Attempt.ShouldBe(2), job => job.Crashes.ShouldBe(1));
    }

    [Fact]
    public async Task A_job_that_somebody_wanted_cancelled_ends_cancelled_when_its_process_dies()
    {
        var (dead, id) = await HoldOne();
        await Store.Cancel(id, "wrong customer");

        Told(await dead.Die()).ShouldBe("0 0 1: " + id);

        var job = await Store.Job(id);
        (job.State, job.Reason).ShouldBe((JobState.Cancelled, "wrong customer"));
    }

    // How many went back, were set aside and were cancelled; and which did not go back.
    private static string Told(ReapedJobs reaped) =>
        $"{reaped.Returned} {reaped.Poisoned} {reaped.Cancelled}: {string.Join(' ', reaped.Ended)}";

    private async Task<(TestWorker Worker, JobId Id)> HoldOne()
    {
        await Store.Enqueue("a");
        return await Hold();
    }

    private async Task<(TestWorker Worker, JobId Id)> Hold()
    {
        var worker = await Store.Join();
        return (worker, (await worker.ClaimOne()).Id);
    }
}
