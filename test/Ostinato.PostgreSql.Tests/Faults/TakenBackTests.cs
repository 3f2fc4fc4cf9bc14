using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Faults;

/// <summary>A crash or a failover of the server may take back a claim of which the process was told.</summary>
public sealed class TakenBackTests : SchemaTest
{
    [Fact]
    public async Task A_process_does_not_end_a_job_whose_claim_was_taken_back_and_that_another_one_holds()
    {
        var store = await Schema.OpenAsync();
        await store.EnqueueMany(New.Jobs("a", "b"));
        var worker = await store.Join();
        var claimed = await worker.Claim(2);
        await TakeBackAsync(claimed[0].Id);
        var other = await (await Schema.OpenAsync()).Join();
        (await other.Claim(1)).Names().ShouldBe("a");

        await worker.Complete(claimed);

        (await store.Job(claimed[0].Id)).Process.ShouldBe(other.Identity);
        (await store.StateOf(claimed[1].Id)).ShouldBe(JobState.Completed);
    }

    [Fact]
    public async Task A_job_whose_claim_was_taken_back_runs_again()
    {
        var store = await Schema.OpenAsync();
        var id = await store.Enqueue("a");
        var worker = await store.Join();
        var claimed = await worker.ClaimOne();
        await TakeBackAsync(id);

        await worker.Retry(claimed, TimeSpan.FromHours(1));

        (await store.StateOf(id)).ShouldBe(JobState.Available);
        (await worker.ClaimOne()).Attempt.ShouldBe(1);
    }

    // The job is available again, and the rest of the claim is as it was.
    private async Task TakeBackAsync(JobId id)
    {
        await Schema.ExecuteAsync(
            "insert into ostinato.ready (queue, line, seq, lo, n, attempt, crashes, since) "
            + $"select queue, priority, seq, {id}, 1, attempt, crashes, since from ostinato.lease where lo <= {id} and {id} < lo + n");
        await Schema.ExecuteAsync(
            "with cut as (delete from ostinato.lease "
            + $"where lo <= {id} and {id} < lo + n returning *) insert into ostinato.lease "
            + "(lo, n, process, epoch, queue, priority, seq, attempt, crashes, since, taken_at) "
            + $"select {id} + 1, (lo + n - {id} - 1)::int, process, epoch, queue, priority, seq, attempt, crashes, since, taken_at "
            + $"from cut where lo + n > {id} + 1");
    }
}
