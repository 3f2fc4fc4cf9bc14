using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Ostinato.PostgreSql.Tests.Measuring;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Contention;

[Collection(MeasuredTests.Name)]
public sealed partial class ManyClaimersTests(MeasuredServer server, ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary>Names for how many seconds the claimers compete. Default 5.</summary>
    public const string Duration = "OSTINATO_CONTENTION_SECONDS";

    private const int Stores = 8;
    private const int ProcessesPerStore = 8;

    private readonly List<MeasuredStore> _stores = [];
    private readonly ConcurrentDictionary<JobId, bool> _held = [];
    private readonly ConcurrentDictionary<JobId, bool> _completed = [];
    private readonly ConcurrentBag<JobId> _twice = [];
    private int _enqueued;

    public async ValueTask InitializeAsync()
    {
        _stores.Add(await server.OpenAsync());
        while (_stores.Count < Stores)
        {
            _stores.Add(await server.OpenAsync(_stores[0].Schema));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        await server.ExecuteAsync($"drop schema {_stores[0].Schema} cascade");
    }

    [Fact]
    public async Task Sixty_four_claimers_of_one_queue_take_no_job_twice_and_do_not_wait_for_each_other()
    {
        var seconds = int.Parse(Environment.GetEnvironmentVariable(Duration) ?? "5", CultureInfo.InvariantCulture);
        var logged = (await server.LogAsync()).Length;
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));

        var enqueueing = Task.Run(() => EnqueueAsync(end.Token));
        await Task.WhenAll(_stores.SelectMany(store => Enumerable.Range(0, ProcessesPerStore).Select(number => Task.Run(
            () => WorkAsync(store.Store, number, enqueueing)))));

        // What was left below the floors of those that were about to end.
        _stores.Add(await server.OpenAsync(_stores[0].Schema));
        var left = await WorkAsync(_stores[^1].Store, number: 3, enqueueing);

        output.WriteLine($"{_completed.Count} jobs, {left} of them at the end");
        _twice.ShouldBeEmpty();
        _completed.Count.ShouldBe(_enqueued);
        LockWaits().Matches((await server.LogAsync())[logged..]).Select(match => match.Value).ShouldBeEmpty();
    }

    // Ranges of all lengths, so that they are cut and locked by several at a time.
    private async Task EnqueueAsync(CancellationToken end)
    {
        for (var turn = 0; !end.IsCancellationRequested; turn++)
        {
            var jobs = Enumerable.Repeat(New.Job(), 1 + (turn * 37 % 300)).ToArray();
            _enqueued += (await _stores[turn % Stores].Store.EnqueueMany(jobs)).Count;
        }
    }

    private async Task<int> WorkAsync(IJobStore store, int number, Task enqueueing)
    {
        var worker = await store.Join();
        IReadOnlyList<ClaimedJob> held = [];
        var claimed = 0;
        bool isLast;
        do
        {
            isLast = enqueueing.IsCompleted;
            held = await NextAsync(worker, held, 1 + (number * 17 % 60));
            claimed += held.Count;
        }
        while (!isLast || held.Count > 0);

        return claimed;
    }

    private async Task<IReadOnlyList<ClaimedJob>> NextAsync(TestWorker worker, IReadOnlyList<ClaimedJob> held, int limit)
    {
        Acknowledgement[] ended = [.. held.Select((job, index) => End(job, index % 10 == 9))];
        var next = (await worker.Exchange(ended, new ClaimRequest(JobDefaults.Queue, limit))).Claimed;
        foreach (var job in next.Where(job => !_held.TryAdd(job.Id, true)))
        {
            _twice.Add(job.Id);
        }

        return next;
    }

    private Acknowledgement End(ClaimedJob job, bool comesAgain)
    {
        _held.TryRemove(job.Id, out _);
        if (comesAgain)
        {
            return new Acknowledgement(job, AttemptEnd.Snooze, TimeSpan.Zero);
        }

        if (!_completed.TryAdd(job.Id, true))
        {
            _twice.Add(job.Id);
        }

        return new Acknowledgement(job, AttemptEnd.Completed, TimeSpan.FromMilliseconds(3));
    }

    // Whoever makes a file longer may be put aside by a busy machine meanwhile, and notices are sent one after the other (class 1262),
    // in commits that nobody waits for. Neither is a claim that waits for another.
    [GeneratedRegex(@"(still waiting for \w+ on (?!extension|object 0 of class 1262)|deadlock detected).*")]
    private static partial Regex LockWaits();
}
