namespace Ostinato.Storage.Conformance;

/// <summary>Only who holds a job completes it, and what a process completed before it ended stays completed.</summary>
public abstract class CompletionFenceConformance<TFixture> : CompletionScenarios<TFixture>
    where TFixture : TransactionalStoreFixture, new()
{
    [Fact]
    public async Task A_dead_process_completes_nothing()
    {
        var (dead, job) = await ClaimAsync();
        await dead.Die();
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        (await dead.CompleteIn(transaction, job)).ShouldBe(CompletionResult.LostLease);

        await transaction.CommitAsync();
        (await Store.StateOf(job.Id)).ShouldBe(JobState.Available);
    }

    [Fact]
    public async Task A_new_life_does_not_complete_what_the_earlier_one_held()
    {
        var (dead, job) = await ClaimAsync();
        await dead.Die();
        var reborn = await dead.Rejoin();
        await reborn.ClaimOne();
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        (await reborn.CompleteIn(transaction, job)).ShouldBe(CompletionResult.NotHeld);
        (await dead.CompleteIn(transaction, job)).ShouldBe(CompletionResult.LostLease);

        await transaction.CommitAsync();
        (await Store.StateOf(job.Id)).ShouldBe(JobState.Executing);
    }

    [Fact]
    public async Task What_was_acknowledged_cannot_be_completed()
    {
        var (worker, job) = await ClaimAsync();
        await worker.Retry(job, TimeSpan.FromHours(1));
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        (await worker.CompleteIn(transaction, job)).ShouldBe(CompletionResult.NotHeld);

        await transaction.CommitAsync();
        (await Store.StateOf(job.Id)).ShouldBe(JobState.Retryable);
    }

    [Fact]
    public async Task An_earlier_claim_does_not_complete_the_job()
    {
        var (worker, stale) = await ClaimAsync();
        await worker.Return(stale);
        var present = await worker.ClaimOne();
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        (await worker.CompleteIn(transaction, stale)).ShouldBe(CompletionResult.NotHeld);
        (await worker.CompleteIn(transaction, present)).ShouldBe(CompletionResult.Written);

        await transaction.CommitAsync();
        (await worker.Exchange([Ended(present, AttemptEnd.Retry)])).Ignored.ShouldBe([present]);
    }

    [Fact]
    public async Task A_second_completion_in_the_transaction_is_refused_and_the_first_stands()
    {
        var (worker, job) = await ClaimAsync();
        await using (var connection = await Fixture.OpenUserConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            (await worker.CompleteIn(transaction, job)).ShouldBe(CompletionResult.Written);
            (await worker.CompleteIn(transaction, job)).ShouldBe(CompletionResult.NotHeld);
            await transaction.CommitAsync();
        }

        await worker.Return(job);

        (await Store.StateOf(job.Id)).ShouldBe(JobState.Completed);
    }

    [Fact]
    public async Task A_completion_after_the_commit_is_refused_so_that_its_transaction_is_rolled_back()
    {
        var (worker, job) = await ClaimAsync();
        await InTransactionAsync(worker, job, commits: true);
        await using (var connection = await Fixture.OpenUserConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            (await worker.CompleteIn(transaction, job)).ShouldBe(CompletionResult.NotHeld);
        }

        await worker.Return(job);

        (await Store.StateOf(job.Id)).ShouldBe(JobState.Completed);
    }

    [Fact]
    public async Task A_transaction_of_another_database_is_refused_and_the_job_is_held_on()
    {
        var (worker, job) = await ClaimAsync();
        await using var connection = await Fixture.OpenForeignConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        await Should.ThrowAsync<ArgumentException>(async () => await worker.CompleteIn(transaction, job));

        await worker.Return(job);
        (await Store.StateOf(job.Id)).ShouldBe(JobState.Available);
    }

    [Fact]
    public async Task A_transaction_that_has_ended_is_refused_and_the_job_is_held_on()
    {
        var (worker, job) = await ClaimAsync();
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await transaction.CommitAsync();

        await Should.ThrowAsync<ArgumentException>(async () => await worker.CompleteIn(transaction, job));

        await worker.Return(job);
        (await Store.StateOf(job.Id)).ShouldBe(JobState.Available);
    }

    [Fact]
    public async Task Who_dies_after_the_commit_has_completed_the_job()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c"));
        var worker = await Store.Join();
        var jobs = await worker.Claim(3);
        await InTransactionAsync(worker, jobs[1], commits: true, result: "42");

        var reaped = await worker.Die();

        (reaped.Returned, reaped.Poisoned, reaped.Cancelled).ShouldBe((2, 0, 0));
        var job = await Store.Job(jobs[1].Id);
        (job.State, job.Attempt, job.Crashes, job.Errors.Count).ShouldBe((JobState.Completed, 1, 0, 0));
        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a c");
    }

    [Fact]
    public async Task Who_dies_after_a_rollback_has_not()
    {
        var (worker, job) = await ClaimAsync();
        await InTransactionAsync(worker, job, commits: false);

        (await worker.Die()).Returned.ShouldBe(1);

        (await Store.Job(job.Id)).ShouldSatisfyAllConditions(
            stored => stored.State.ShouldBe(JobState.Available), stored => stored.Crashes.ShouldBe(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_goes_after_the_commit_leaves_the_job_completed(bool joinsAgain)
    {
        await Store.EnqueueMany(New.Jobs("a", "b"));
        var worker = await Store.Join();
        var jobs = await worker.Claim(2);
        await InTransactionAsync(worker, jobs[0], commits: true);

        await (joinsAgain ? worker.Rejoin() : worker.Leave());

        (await Store.StateOf(jobs[0].Id)).ShouldBe(JobState.Completed);
        (await (await Store.Join()).ClaimInTurn()).ShouldBe("b");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reaper_waits_for_the_transaction(bool commits)
    {
        var (worker, job) = await ClaimAsync();
        var observed = await worker.LastBeat();
        var other = await OpenAnother();
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        (await worker.CompleteIn(transaction, job)).ShouldBe(CompletionResult.Written);

        var reaping = Task.Run(() => other.Reap(observed));
        await (commits ? transaction.CommitAsync() : transaction.RollbackAsync());

        // A reaper that gave up waiting comes again.
        var reaped = await reaping ?? await other.Reap(observed);
        reaped.ShouldNotBeNull().Returned.ShouldBe(commits ? 0 : 1);
        (await Store.StateOf(job.Id)).ShouldBe(commits ? JobState.Completed : JobState.Available);
    }

    [Fact]
    public async Task Of_a_reaper_and_a_completion_that_race_one_is_refused()
    {
        for (var round = 0; round < 20; round++)
        {
            var (worker, job) = await ClaimAsync();
            var observed = await worker.LastBeat();
            var other = await OpenAnother();

            var (reaped, completed) = (other.Reap(observed), CompleteAsync(worker, job));
            await Task.WhenAll(reaped, completed);

            // Where the reaper came second it found the job completed.
            var isReturned = (await reaped ?? (await other.Reap(observed)).ShouldNotBeNull()).Returned == 1;
            (await completed).ShouldBe(isReturned ? CompletionResult.LostLease : CompletionResult.Written);
            (await Store.StateOf(job.Id)).ShouldBe(isReturned ? JobState.Available : JobState.Completed);
            await Store.Cancel(job.Id);
        }
    }

    [Fact]
    public async Task Of_an_acknowledgement_and_a_completion_that_race_one_counts()
    {
        for (var round = 0; round < 20; round++)
        {
            var (worker, job) = await ClaimAsync();

            var (told, completed) = (worker.Exchange([Ended(job, AttemptEnd.Discarded)]), CompleteAsync(worker, job));
            await Task.WhenAll(told, completed);

            var result = await told;
            result = result.Undecided.Count > 0 ? await worker.Exchange([Ended(job, AttemptEnd.Discarded)]) : result;
            var isCompleted = await completed == CompletionResult.Written;
            (result.Undecided.Count, result.Ignored.Count).ShouldBe((0, isCompleted ? 1 : 0));
            (await Store.StateOf(job.Id)).ShouldBe(isCompleted ? JobState.Completed : JobState.Discarded);
        }
    }

    private async Task<CompletionResult> CompleteAsync(TestWorker worker, ClaimedJob job)
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var result = await worker.CompleteIn(transaction, job);
        await (result == CompletionResult.Written ? transaction.CommitAsync() : transaction.RollbackAsync());
        return result;
    }
}
