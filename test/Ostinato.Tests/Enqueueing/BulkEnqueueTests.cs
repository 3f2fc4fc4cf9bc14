using System.Runtime.CompilerServices;

namespace Ostinato.Tests.Enqueueing;

public sealed class BulkEnqueueTests : EngineTest
{
    private static readonly EngineSetup ClientOnly = new() { Queues = [] };

    [Fact]
    public async Task A_sequence_is_stored_in_commits_of_a_thousand()
    {
        var engine = await StartAsync(ClientOnly);

        var summary = await engine.Jobs.EnqueueManyAsync(Jobs(2_500));

        summary.ShouldBe(new EnqueueSummary(2_500, 0));
        engine.Store.Inserts.ShouldBe(3);
    }

    [Fact]
    public async Task An_empty_sequence_does_not_trouble_the_store()
    {
        var engine = await StartAsync(ClientOnly);

        (await engine.Jobs.EnqueueManyAsync(Jobs(0))).ShouldBe(default);
        (await engine.Jobs.EnqueueManyAsync(Stream(0))).ShouldBe(default);

        engine.Store.Inserts.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lazy_sequence_is_pulled_a_batch_at_a_time(bool isStream)
    {
        var engine = await StartAsync(ClientOnly);
        var (pulled, ahead) = (0, 0);
        engine.Store.OnInsert = _ =>
        {
            ahead = Math.Max(ahead, pulled - (engine.Store.Inserts * BulkEnqueueExtensions.BatchSize));
            return Task.CompletedTask;
        };

        await (isStream
            ? engine.Jobs.EnqueueManyAsync(Stream(5_000, () => pulled++))
            : engine.Jobs.EnqueueManyAsync(Jobs(5_000, () => pulled++)));

        pulled.ShouldBe(5_000);
        ahead.ShouldBe(0, "nothing was pulled beyond the batch that is being written");
    }

    [Fact]
    public async Task A_stream_yields_the_handles_of_each_batch_once_it_is_stored()
    {
        var engine = await StartAsync(ClientOnly);
        var counts = new List<int>();

        await foreach (var handles in engine.Jobs.EnqueueStreamAsync(Stream(1_200)))
        {
            counts.Add(handles.Count);
            engine.Store.Inserts.ShouldBe(counts.Count);
        }

        counts.ShouldBe([1_000, 200]);
    }

    [Fact]
    public async Task Duplicates_are_counted()
    {
        var engine = await StartAsync(ClientOnly);

        var summary = await engine.Jobs.EnqueueManyAsync(Jobs(10), new EnqueueOptions { UniqueKey = "once" });

        summary.ShouldBe(new EnqueueSummary(1, 9));
    }

    [Fact]
    public async Task When_a_batch_fails_the_batches_before_it_are_stored()
    {
        var engine = await StartAsync(ClientOnly);
        engine.Store.OnInsert = _ => engine.Store.Inserts == 3 ? throw new IOException("disk full") : Task.CompletedTask;

        await Should.ThrowAsync<IOException>(() => engine.Jobs.EnqueueManyAsync(Jobs(5_000)));

        (await engine.Admin.Queues.ListAsync())[0].Counts[JobState.Available].ShouldBe(2_000);
    }

    [Fact]
    public async Task An_endless_sequence_ends_with_its_token()
    {
        var engine = await StartAsync(ClientOnly);
        using var cancel = new CancellationTokenSource();
        engine.Store.OnInsert = _ => engine.Store.Inserts == 2 ? cancel.CancelAsync() : Task.CompletedTask;

        await Should.ThrowAsync<OperationCanceledException>(
            () => engine.Jobs.EnqueueManyAsync(Jobs(int.MaxValue), cancel.Token)).InTimeAsync();
    }

    private static IEnumerable<Work> Jobs(int count, Action? onPull = null)
    {
        for (var i = 0; i < count; i++)
        {
            onPull?.Invoke();
            yield return new Work($"{i}");
        }
    }

    private static async IAsyncEnumerable<Work> Stream(
        int count, Action? onPull = null, [EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var job in Jobs(count, onPull))
        {
            await Task.Yield();
            ct.ThrowIfCancellationRequested();
            yield return job;
        }
    }
}
