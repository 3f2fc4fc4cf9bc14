namespace Ostinato.Storage.Conformance;

/// <summary>Jobs that were set aside come back when the reason has passed.</summary>
public abstract class SuspendedConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task Jobs_of_the_named_kinds_come_back()
    {
        await SetAside(SuspensionReason.UnknownName, "a", "b", "c", "a");

        (await Store.Resume(SuspensionReason.UnknownName, "a", "c", "never seen")).ShouldBe(3);

        (await (await Store.Join()).ClaimInTurn()).Split(' ').ShouldBe(["a", "a", "c"], ignoreOrder: true);
        (await Store.Count(JobState.Suspended)).ShouldBe(1);
    }

    [Fact]
    public async Task Jobs_of_queues_that_are_not_named_stay()
    {
        await SetAside(SuspensionReason.UnknownName, "a");

        var resumed = await Store.Control.ResumeSuspendedAsync(
            SuspensionReason.UnknownName, ["a"], ["mail", "unheard-of"], int.MaxValue, CancellationToken.None);

        resumed.ShouldBe(0);
        (await Store.Count(JobState.Suspended)).ShouldBe(1);
    }

    [Fact]
    public async Task Jobs_set_aside_for_another_reason_stay()
    {
        await SetAside(SuspensionReason.UnknownName, "a");
        await SetAside(SuspensionReason.UnreadablePayload, "a");
        await SetAside(SuspensionReason.Poison, "a");

        (await Store.Resume(SuspensionReason.UnreadablePayload, "a")).ShouldBe(1);

        (await Store.All(JobStates.Suspended)).Select(job => job.Suspension)
            .ShouldBe([SuspensionReason.Poison, SuspensionReason.UnknownName]);
    }

    [Fact]
    public async Task What_comes_back_has_lost_its_reason_and_kept_its_attempts()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        await worker.Retry(await worker.ClaimOne(), TimeSpan.Zero);
        await worker.Suspend(await worker.ClaimOne(), SuspensionReason.UnknownName, "nobody knows 'a'");

        await Store.Resume(SuspensionReason.UnknownName, "a");

        var job = (await Store.All())[0];
        (job.State, job.Reason, job.Suspension, job.Attempt).ShouldBe((JobState.Available, null, SuspensionReason.None, 1));
        (await worker.ClaimOne()).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task What_comes_back_goes_behind_those_that_wait()
    {
        await SetAside(SuspensionReason.UnknownName, "old");
        await Store.EnqueueMany(New.Jobs("a", "b"));

        await Store.Resume(SuspensionReason.UnknownName, "old");

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a b old");
    }

    [Fact]
    public async Task Without_names_nothing_comes_back()
    {
        await SetAside(SuspensionReason.UnknownName, "a");

        (await Store.Resume(SuspensionReason.UnknownName)).ShouldBe(0);

        (await Store.Count(JobState.Suspended)).ShouldBe(1);
    }

    [Fact]
    public async Task No_more_come_back_than_asked_for_and_the_oldest_first()
    {
        await SetAside(SuspensionReason.UnknownName, "a", "a", "a", "b");

        var resumed = await Store.Control.ResumeSuspendedAsync(
            SuspensionReason.UnknownName, ["a", "b"], [JobDefaults.Queue], 2, CancellationToken.None);

        resumed.ShouldBe(2);
        (await Store.All(JobStates.Suspended)).Select(job => job.Name).ShouldBe(["b", "a"]);
    }

    [Fact]
    public async Task A_second_time_finds_nothing_more()
    {
        await SetAside(SuspensionReason.UnknownName, "a");
        await Store.Resume(SuspensionReason.UnknownName, "a");

        (await Store.Resume(SuspensionReason.UnknownName, "a")).ShouldBe(0);
    }

    [Fact]
    public async Task What_comes_back_wakes_its_queue()
    {
        await SetAside(SuspensionReason.UnknownName, "a");
        using var signals = new SignalRecorder(Store);

        await Store.Resume(SuspensionReason.UnknownName, "a");

        await signals.UntilWoken();
    }

    private async Task SetAside(SuspensionReason why, params string[] names)
    {
        await Store.EnqueueMany(New.Jobs(names));
        var worker = await Store.Join();
        foreach (var job in await worker.Claim(names.Length))
        {
            await worker.Suspend(job, why);
        }
    }
}
