using Ostinato.Operations;

namespace Ostinato.Storage.Conformance;

/// <summary>A person does something to all jobs that match.</summary>
public abstract class BulkConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    private const int Many = 1_100;

    [Theory]
    [InlineData("retry", JobState.Scheduled, JobState.Available)]
    [InlineData("retry", JobState.Retryable, JobState.Available)]
    [InlineData("retry", JobState.Discarded, JobState.Available)]
    [InlineData("retry", JobState.Suspended, JobState.Available)]
    [InlineData("cancel", JobState.Scheduled, JobState.Cancelled)]
    [InlineData("cancel", JobState.Available, JobState.Cancelled)]
    [InlineData("cancel", JobState.Suspended, JobState.Cancelled)]
    public async Task All_jobs_of_a_state_change_and_no_others(string action, JobState from, JobState to)
    {
        var other = await Store.EnqueueAs(JobState.Completed);
        await Store.EnqueueAs(from);
        await Store.EnqueueAs(from);

        var result = await RunAsync(Action(action), new() { States = from.AsSet() });

        (result.Matched, result.Changed).ShouldBe((2, 2));
        (await Store.All()).Where(job => job.Id != other).ShouldAllBe(job => job.State == to);
        (await Store.StateOf(other)).ShouldBe(JobState.Completed);
    }

    [Fact]
    public async Task Pages_of_jobs_are_walked_through_to_their_end()
    {
        await Store.EnqueueMany(New.Jobs(Many));

        (await RunAsync(BulkAction.Cancel("not needed"), new() { Queue = "default" })).Changed.ShouldBe(Many);

        (await Store.All()).ShouldAllBe(job => job.State == JobState.Cancelled && job.Reason == "not needed");
    }

    [Fact]
    public async Task Only_those_that_match_in_every_way_are_removed()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c"));
        await Store.EnqueueMany(New.Job("d", queue: "other"));

        (await RunAsync(BulkAction.Delete, new() { Queue = "default", Name = "b" })).Changed.ShouldBe(1);

        (await Store.All()).Select(job => job.Name).ShouldBe(["a", "c", "d"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_runs_meanwhile_is_left_and_counted()
    {
        await Store.EnqueueMany(New.Jobs("a", "b"));
        var worker = await Store.Join();
        var filter = new JobFilter { States = JobStates.Available };
        var page = await Store.Query.ListAsync(filter, CancellationToken.None);
        await worker.ClaimOne();

        var result = await new BulkRun(new Stale(Store.Query, page), Store.Control, new(), TimeProvider.System)
            .RunAsync(filter, BulkAction.Delete, CancellationToken.None);

        (result.Matched, result.Changed, result.Unchanged).ShouldBe((2, 1, 1));
    }

    private static BulkAction Action(string name) => name == "retry" ? BulkAction.Retry : BulkAction.Cancel("not needed");

    private Task<BulkResult> RunAsync(BulkAction action, JobFilter filter) =>
        new BulkRun(Store.Query, Store.Control, new(), TimeProvider.System).RunAsync(filter, action, CancellationToken.None);

    /// <summary>A list that was read before something happened.</summary>
    private sealed class Stale(IJobQuery query, JobPage page) : IJobQuery
    {
        public ValueTask<JobPage> ListAsync(JobFilter filter, CancellationToken ct) => ValueTask.FromResult(page);

        public ValueTask<JobInfo?> GetAsync(JobId id, CancellationToken ct) => query.GetAsync(id, ct);

        public ValueTask<IReadOnlyList<QueueInfo>> QueuesAsync(JobStates states, CancellationToken ct) => query.QueuesAsync(states, ct);

        public ValueTask<long> CountAvailableAsync(string queue, long atMost, CancellationToken ct) =>
            query.CountAvailableAsync(queue, atMost, ct);

        public ValueTask<IReadOnlyList<ProcessInfo>> ProcessesAsync(CancellationToken ct) => query.ProcessesAsync(ct);
    }
}
