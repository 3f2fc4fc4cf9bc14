using Ostinato.Storage.Conformance;
using Ostinato.Testing;

namespace Ostinato.Sqlite.Tests.Promoting;

public sealed class ManyDueTests : IAsyncDisposable
{
    private const int Count = 1_000_000;
    private const int BatchSize = 1_000;
    private const int StepSize = 10_000;

    private readonly FakeTimeProvider _time = new();
    private readonly StoreFolder _folder;

    public ManyDueTests() => _folder = new StoreFolder(time: _time);

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task A_million_jobs_that_are_due_in_the_same_second_become_available_and_each_is_claimed_once()
    {
        var store = await _folder.Open();
        var due = _time.GetUtcNow() + TimeSpan.FromHours(1);
        for (var stored = 0; stored < Count; stored += BatchSize)
        {
            // Within the second they are due at different moments.
            var moment = due + TimeSpan.FromMilliseconds(stored / BatchSize);
            await store.EnqueueMany([.. Enumerable.Range(0, BatchSize).Select(_ => New.Job("a", at: moment))]);
        }

        _time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        var promoted = 0;
        while (await store.Promoter.PromoteAsync(StepSize, CancellationToken.None) is { Count: > 0 } step)
        {
            promoted += step.Count;
        }

        promoted.ShouldBe(Count);
        var worker = await store.Join();
        var claimed = new HashSet<JobId>();
        while (await worker.Claim(StepSize) is { Count: > 0 } jobs)
        {
            claimed.UnionWith(jobs.Select(job => job.Id));
        }

        claimed.Count.ShouldBe(Count);
    }
}
