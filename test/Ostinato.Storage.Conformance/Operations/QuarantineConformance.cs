namespace Ostinato.Storage.Conformance;

/// <summary>A job that is set aside as poison runs once more, marked as one that must run alone.</summary>
public abstract class QuarantineConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_quarantined_job_is_claimed_with_its_mark_and_all_its_attempts()
    {
        var id = await Poison();

        (await Quarantine(id)).ShouldBe(RetryResult.Retried);

        var waiting = await Store.Job(id);
        (waiting.State, waiting.Crashes, waiting.IsQuarantined).ShouldBe((JobState.Available, 3, true));
        var claimed = await (await Store.Join()).ClaimOne();
        (claimed.Id, claimed.IsQuarantined, claimed.Attempt).ShouldBe((id, true, 1));
    }

    [Fact]
    public async Task One_more_death_sets_it_aside_again_whatever_the_limit_is()
    {
        var id = await Poison();
        await Quarantine(id);
        var worker = await Store.Join();
        await worker.ClaimOne();

        (await worker.Die(poisonAfter: 1_000)).Poisoned.ShouldBe(1);

        var job = await Store.Job(id);
        (job.State, job.Suspension, job.Crashes, job.IsQuarantined).ShouldBe((JobState.Suspended, SuspensionReason.Poison, 4, false));
        job.Reason.ShouldBe("4 processes died while they held it");
        (await Quarantine(id)).ShouldBe(RetryResult.Retried);
        (await Store.Job(id)).Crashes.ShouldBe(4);
    }

    [Fact]
    public async Task It_keeps_its_mark_while_it_waits_for_its_next_attempt_and_a_retry_of_poison_has_none()
    {
        var id = await Poison();
        await Quarantine(id);
        var worker = await Store.Join();
        await worker.Retry(await worker.ClaimOne(), TimeSpan.FromMinutes(1));
        (await Store.Job(id)).IsQuarantined.ShouldBeTrue();

        await Store.Retry(id);
        (await worker.ClaimOne()).IsQuarantined.ShouldBeTrue();
        await worker.Die();
        await Store.Retry(id);

        var plain = await Store.Job(id);
        (plain.State, plain.Crashes, plain.IsQuarantined).ShouldBe((JobState.Available, 0, false));
    }

    [Theory]
    [InlineData(JobState.Available)]
    [InlineData(JobState.Executing)]
    [InlineData(JobState.Discarded)]
    [InlineData(JobState.Suspended)]
    public async Task What_is_no_poison_is_left_as_it_is(JobState state)
    {
        var id = await Store.EnqueueAs(state);

        (await Quarantine(id)).ShouldBe(RetryResult.NotPoison);

        (await Store.StateOf(id)).ShouldBe(state);
        (await Quarantine(new JobId(987_654_321))).ShouldBe(RetryResult.NotFound);
    }

    [Fact]
    public async Task It_is_written_down_with_the_change_and_only_with_one()
    {
        var poison = await Poison();

        await Quarantine(poison);
        await Quarantine(poison);

        var row = (await Store.Audit.ListAsync(new(), CancellationToken.None)).ShouldHaveSingleItem();
        (row.Actor, row.Target, row.Outcome).ShouldBe(("ann", poison.ToString(), nameof(RetryResult.Retried)));
    }

    private async Task<RetryResult> Quarantine(JobId id) =>
        await Store.Control.QuarantineAsync(id, new NewAuditEntry("ann", "job.quarantine", id.ToString()), CancellationToken.None);

    private async Task<JobId> Poison()
    {
        var id = await Store.Enqueue("killer");
        for (var death = 1; death <= 3; death++)
        {
            var worker = await Store.Join();
            await worker.ClaimOne();
            await worker.Die(poisonAfter: 3);
        }

        (await Store.StateOf(id)).ShouldBe(JobState.Suspended);
        return id;
    }
}
