namespace Ostinato.Storage.Conformance;

/// <summary>A person deletes a job.</summary>
public abstract class DeleteConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Theory]
    [InlineData(JobState.Scheduled)]
    [InlineData(JobState.Available)]
    [InlineData(JobState.Retryable)]
    [InlineData(JobState.Completed)]
    [InlineData(JobState.Cancelled)]
    [InlineData(JobState.Discarded)]
    [InlineData(JobState.Suspended)]
    public async Task A_job_that_nobody_holds_is_gone(JobState state)
    {
        var id = await Store.EnqueueAs(state);

        (await Store.Delete(id)).ShouldBe(DeleteResult.Deleted);

        (await Store.Has(id)).ShouldBeFalse();
        (await Store.All()).ShouldBeEmpty();
        await PassMinutes(120);
        (await Store.Promote()).Count.ShouldBe(0);
        (await (await Store.Join()).Claim(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_running_job_cannot_be_deleted()
    {
        var id = await Store.EnqueueAs(JobState.Executing);

        (await Store.Delete(id)).ShouldBe(DeleteResult.Executing);

        (await Store.StateOf(id)).ShouldBe(JobState.Executing);
    }

    [Fact]
    public async Task A_job_that_is_not_there_cannot_be_deleted()
    {
        (await Store.Delete(new JobId(987_654_321))).ShouldBe(DeleteResult.NotFound);

        var id = await Store.Enqueue("a");
        await Store.Delete(id);
        (await Store.Delete(id)).ShouldBe(DeleteResult.NotFound);
    }

    [Fact]
    public async Task Neighbours_of_a_deleted_job_are_untouched()
    {
        var ids = await Store.EnqueueMany(New.Jobs("a", "b", "c", "d"));

        await Store.Delete(ids[1]);

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a c d");
    }

    [Fact]
    public async Task A_deleted_job_can_be_neither_cancelled_nor_retried()
    {
        var id = await Store.EnqueueAs(JobState.Discarded);
        await Store.Delete(id);

        (await Store.Cancel(id)).ShouldBe(CancelResult.NotFound);
        (await Store.Retry(id)).ShouldBe(RetryResult.NotFound);
    }

    [Fact]
    public async Task The_id_of_a_deleted_job_is_not_given_again()
    {
        var id = await Store.Enqueue("a");
        await Store.Delete(id);

        (await Store.Enqueue("b")).ShouldNotBe(id);
    }

    [Fact]
    public async Task A_queue_whose_last_job_was_deleted_is_listed_no_more()
    {
        var id = await Store.Enqueue("a", "short-lived");

        await Store.Delete(id);

        (await Store.FindQueue("short-lived")).ShouldBeNull();
    }
}
