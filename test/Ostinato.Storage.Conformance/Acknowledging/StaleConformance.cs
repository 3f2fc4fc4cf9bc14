namespace Ostinato.Storage.Conformance;

/// <summary>What a process says of a job that it no longer holds is ignored.</summary>
public abstract class StaleConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task The_first_acknowledgement_of_a_job_stands()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        var claimed = await worker.ClaimOne();
        await worker.Complete(claimed);

        await worker.Discard(claimed);

        var job = await Store.Job(claimed.Id);
        (job.State, job.Attempt).ShouldBe((JobState.Completed, 1));
        job.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_acknowledgements_in_one_exchange_the_first_stands()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        var claimed = await worker.ClaimOne();

        await worker.Acknowledge(
            [new(claimed, AttemptEnd.Completed, TimeSpan.Zero), new(claimed, AttemptEnd.Return, TimeSpan.Zero)]);

        (await Store.StateOf(claimed.Id)).ShouldBe(JobState.Completed);
        (await worker.Claim(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_cannot_end_a_job_that_another_one_holds()
    {
        await Store.Enqueue("a");
        var holder = await Store.Join();
        var claimed = await holder.ClaimOne();
        var other = await (await OpenAnother()).Join();

        await other.Complete(claimed);

        (await Store.StateOf(claimed.Id)).ShouldBe(JobState.Executing);
        await holder.Discard(claimed);
        (await Store.StateOf(claimed.Id)).ShouldBe(JobState.Discarded);
    }

    [Fact]
    public async Task A_process_cannot_end_a_job_that_it_returned()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        var claimed = await worker.ClaimOne();
        await worker.Return(claimed);

        await worker.Complete(claimed);

        (await Store.StateOf(claimed.Id)).ShouldBe(JobState.Available);
    }

    [Fact]
    public async Task An_acknowledgement_of_an_earlier_claim_does_not_end_the_present_one()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        var earlier = await worker.ClaimOne();
        await worker.Return(earlier);
        var present = await worker.ClaimOne();

        await worker.Discard(earlier);

        (await Store.StateOf(present.Id)).ShouldBe(JobState.Executing);
        await worker.Complete(present);
        (await Store.StateOf(present.Id)).ShouldBe(JobState.Completed);
    }

    [Fact]
    public async Task A_stale_acknowledgement_does_not_keep_the_others_from_being_written()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c"));
        var worker = await Store.Join();
        var claimed = await worker.Claim(3);
        await worker.Return(claimed[1]);

        await worker.Complete(claimed);

        (await Store.All()).Select(job => job.State).ShouldBe([JobState.Completed, JobState.Available, JobState.Completed]);
    }

    [Fact]
    public async Task A_job_that_was_retried_by_a_person_is_not_ended_by_what_came_before()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        var claimed = await worker.ClaimOne();
        await worker.Complete(claimed);
        await Store.Retry(claimed.Id);

        await worker.Complete(claimed);

        (await Store.StateOf(claimed.Id)).ShouldBe(JobState.Available);
    }

    [Fact]
    public async Task What_is_said_of_a_deleted_job_is_ignored()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        var claimed = await worker.ClaimOne();
        await worker.Return(claimed);
        await Store.Delete(claimed.Id);

        await worker.Retry(claimed, TimeSpan.Zero);

        (await Store.Has(claimed.Id)).ShouldBeFalse();
    }
}
