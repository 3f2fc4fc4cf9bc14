using System.Text;

namespace Ostinato.Storage.Conformance;

/// <summary>A job that is completed in a transaction of its handler is completed if and only if it commits.</summary>
public abstract class CompletionConformance<TFixture> : CompletionScenarios<TFixture>
    where TFixture : TransactionalStoreFixture, new()
{
    [Theory]
    [MemberData(nameof(Ends))]
    public async Task After_the_commit_the_job_is_completed_whatever_its_attempt_says(AttemptEnd end)
    {
        var (worker, job) = await ClaimAsync();
        await InTransactionAsync(worker, job, commits: true);

        var result = await worker.Exchange([Ended(job, end)], new ClaimRequest("default", 10));

        result.Ignored.ShouldBe([job]);
        (result.Undecided.Count, result.Claimed.Count).ShouldBe((0, 0));
        var stored = await Store.Job(job.Id);
        (stored.State, stored.Attempt, stored.Reason, stored.Errors.Count).ShouldBe((JobState.Completed, 1, null, 0));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task After_a_rollback_the_job_goes_where_its_attempt_says(AttemptEnd end)
    {
        var (worker, job) = await ClaimAsync();
        await InTransactionAsync(worker, job, commits: false);

        var result = await worker.Exchange([Ended(job, end)]);

        result.Ignored.ShouldBeEmpty();
        (await Store.StateOf(job.Id)).ShouldBe(end switch
        {
            AttemptEnd.Completed => JobState.Completed,
            AttemptEnd.Cancelled => JobState.Cancelled,
            AttemptEnd.Discarded => JobState.Discarded,
            AttemptEnd.Retry => JobState.Retryable,
            AttemptEnd.Return => JobState.Available,
            AttemptEnd.Suspend => JobState.Suspended,

            // A snooze spends no attempt.
            _ => JobState.Scheduled,
        });
    }

    [Fact]
    public async Task A_transaction_that_is_forgotten_completes_nothing()
    {
        var (worker, job) = await ClaimAsync();
        await using (var connection = await Fixture.OpenUserConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            (await worker.CompleteIn(transaction, job)).ShouldBe(CompletionResult.Written);
        }

        await worker.Return(job);

        (await worker.ClaimOne()).ShouldSatisfyAllConditions(again => again.Id.ShouldBe(job.Id), again => again.Attempt.ShouldBe(1));
    }

    [Fact]
    public async Task After_a_rollback_it_may_be_completed_in_another_transaction()
    {
        var (worker, job) = await ClaimAsync();
        await InTransactionAsync(worker, job, commits: false);
        await InTransactionAsync(worker, job, commits: true);

        (await worker.Exchange([Ended(job, AttemptEnd.Retry)])).Ignored.ShouldBe([job]);

        (await Store.StateOf(job.Id)).ShouldBe(JobState.Completed);
    }

    [Fact]
    public async Task A_savepoint_that_is_rolled_back_takes_the_completion_with_it()
    {
        var (worker, job) = await ClaimAsync();
        await using (var connection = await Fixture.OpenUserConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await transaction.SaveAsync("before");
            await worker.CompleteIn(transaction, job);
            await transaction.RollbackAsync("before");
            await transaction.CommitAsync();
        }

        (await worker.Exchange([Ended(job, AttemptEnd.Retry)])).Ignored.ShouldBeEmpty();

        (await Store.StateOf(job.Id)).ShouldBe(JobState.Retryable);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_rows_of_the_handler_and_the_completion_share_one_fate(bool commits)
    {
        var (worker, job) = await ClaimAsync();
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await Execute(connection, null, "create table receipt (id integer primary key)");
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await Execute(transaction.Connection!, transaction, "insert into receipt (id) values (1)");
            await worker.CompleteIn(transaction, job);
            await (commits ? transaction.CommitAsync() : transaction.RollbackAsync());
        }

        await worker.Return(job);

        (await Execute(connection, null, "select count(*) from receipt")).ShouldBe(commits ? 1 : 0);
        (await Store.StateOf(job.Id)).ShouldBe(commits ? JobState.Completed : JobState.Available);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_result_is_stored_with_the_commit(bool commits)
    {
        var (worker, job) = await ClaimAsync();
        await InTransactionAsync(worker, job, commits, result: "42");

        await worker.Exchange([Ended(job, AttemptEnd.Discarded)]);

        var result = (await Store.Job(job.Id)).Result;
        (result is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null).ShouldBe(commits ? "42" : null);
    }

    [Theory]
    [InlineData(true, JobState.Completed)]
    [InlineData(false, JobState.Cancelled)]
    public async Task A_cancellation_that_was_asked_for_meanwhile_is_met_only_where_there_is_no_commit(bool commits, JobState state)
    {
        var (worker, job) = await ClaimAsync();
        (await Store.Cancel(job.Id)).ShouldBe(CancelResult.Requested);
        await InTransactionAsync(worker, job, commits);

        await worker.Exchange([Ended(job, AttemptEnd.Retry)]);

        (await Store.StateOf(job.Id)).ShouldBe(state);
    }

    [Fact]
    public async Task Jobs_of_the_same_claim_go_their_own_ways()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c", "d", "e"));
        var worker = await Store.Join();
        var jobs = await worker.Claim(5);
        await worker.Complete(jobs[1]);
        await InTransactionAsync(worker, jobs[2], commits: true);
        await InTransactionAsync(worker, jobs[3], commits: false);

        var result = await worker.Exchange([.. jobs.Where(job => job != jobs[1]).Select(job => Ended(job, AttemptEnd.Return))]);

        result.Ignored.ShouldBe([jobs[2]]);
        (await Store.All(JobStates.Completed)).Names().ShouldBe("c b");
        (await worker.ClaimInTurn()).ShouldBe("a d e");
    }

    [Fact]
    public async Task An_acknowledgement_that_is_told_twice_is_ignored_the_second_time()
    {
        var (worker, job) = await ClaimAsync();
        await InTransactionAsync(worker, job, commits: true);
        await worker.Exchange([Ended(job, AttemptEnd.Retry)]);

        (await worker.Exchange([Ended(job, AttemptEnd.Retry)])).Ignored.ShouldBe([job]);

        (await Store.StateOf(job.Id)).ShouldBe(JobState.Completed);
    }

    [Fact]
    public async Task A_person_may_retry_a_job_that_was_completed_in_a_transaction()
    {
        var (worker, job) = await ClaimAsync();
        await InTransactionAsync(worker, job, commits: true, result: "1");
        await worker.Exchange([Ended(job, AttemptEnd.Retry)]);

        await Store.Retry(job.Id);
        var again = await worker.ClaimOne();
        await InTransactionAsync(worker, again, commits: true, result: "2");
        await worker.Exchange([Ended(again, AttemptEnd.Completed)]);

        Encoding.UTF8.GetString((await Store.Job(job.Id)).Result!.Value.Span).ShouldBe("2");
    }
}
