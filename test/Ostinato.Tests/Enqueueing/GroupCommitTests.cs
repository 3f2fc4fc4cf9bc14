using System.Data.Common;
using Ostinato.Storage;

namespace Ostinato.Tests.Enqueueing;

public sealed class GroupCommitTests
{
    private readonly Inserter _inserter = new();
    private readonly GroupCommit _groupCommit;

    public GroupCommitTests() => _groupCommit = new GroupCommit(_inserter);

    [Fact]
    public async Task A_lone_call_is_written_at_once_and_alone()
    {
        var inserted = await _groupCommit.InsertAsync(Job("a"), CancellationToken.None).InTimeAsync();

        inserted.Id.ShouldBe(new JobId(1));
        _inserter.Batches.ShouldBe([["a"]]);
    }

    [Fact]
    public async Task Calls_that_come_during_a_write_share_the_next_one_in_their_order()
    {
        _inserter.Hold();
        var calls = Names(100).Select(name => _groupCommit.InsertAsync(Job(name), CancellationToken.None)).ToList();
        _inserter.Release();
        var inserted = await Task.WhenAll(calls).InTimeAsync();

        _inserter.Batches.Count.ShouldBe(2);
        _inserter.Batches[1].ShouldBe(Names(100).Skip(1));
        inserted.Select(one => one.Id)
            .ShouldBe(Enumerable.Range(1, 100).Select(id => new JobId(id)), "every caller has the id of its own job");
    }

    [Fact]
    public async Task What_flows_with_the_first_caller_does_not_reach_the_writes_for_those_after_it()
    {
        var caller = new AsyncLocal<string?>();
        var seen = new List<string?>();
        _inserter.OnInsert = () => seen.Add(caller.Value);
        _inserter.Hold();
        caller.Value = "the first";
        var first = _groupCommit.InsertAsync(Job("a"), CancellationToken.None);
        caller.Value = "the second";
        var second = _groupCommit.InsertAsync(Job("b"), CancellationToken.None);

        _inserter.Release();
        await Task.WhenAll(first, second).InTimeAsync();

        seen.ShouldBe(["the first", null]);
    }

    [Fact]
    public async Task A_batch_has_at_most_a_thousand_jobs()
    {
        _inserter.Hold();
        var calls = Names(2_500).Select(name => _groupCommit.InsertAsync(Job(name), CancellationToken.None)).ToList();
        _inserter.Release();
        await Task.WhenAll(calls).InTimeAsync();

        _inserter.Batches.Select(batch => batch.Count).ShouldBe([1, 1_000, 1_000, 499]);
    }

    [Fact]
    public async Task A_write_that_fails_fails_every_call_of_its_batch_and_no_other()
    {
        _inserter.Hold();
        var first = _groupCommit.InsertAsync(Job("first"), CancellationToken.None);
        var failing = Names(3).Select(name => _groupCommit.InsertAsync(Job(name), CancellationToken.None)).ToList();
        _inserter.FailOn("job 2");
        _inserter.Release();

        await first.InTimeAsync();
        foreach (var call in failing)
        {
            (await Should.ThrowAsync<IOException>(() => call.InTimeAsync())).Message.ShouldBe("disk full");
        }

        (await _groupCommit.InsertAsync(Job("later"), CancellationToken.None).InTimeAsync()).Id.ShouldBe(new JobId(2));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_its_turn_is_not_written()
    {
        using var cancel = new CancellationTokenSource();
        _inserter.Hold();
        var first = _groupCommit.InsertAsync(Job("first"), CancellationToken.None);
        var cancelled = _groupCommit.InsertAsync(Job("cancelled"), cancel.Token);
        var last = _groupCommit.InsertAsync(Job("last"), CancellationToken.None);
        await cancel.CancelAsync();
        _inserter.Release();

        await Should.ThrowAsync<OperationCanceledException>(() => cancelled.InTimeAsync());
        await Task.WhenAll(first, last).InTimeAsync();
        _inserter.Batches.ShouldBe([["first"], ["last"]]);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_does_not_wait_for_a_store_that_hangs()
    {
        using var cancel = new CancellationTokenSource();
        _inserter.Hold();
        var first = _groupCommit.InsertAsync(Job("first"), CancellationToken.None);
        var cancelled = _groupCommit.InsertAsync(Job("cancelled"), cancel.Token);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => cancelled.InTimeAsync());
        first.IsCompleted.ShouldBeFalse();
        _inserter.Release();
        await first.InTimeAsync();
    }

    [Fact]
    public async Task A_batch_of_cancelled_calls_alone_is_not_written()
    {
        using var cancel = new CancellationTokenSource();
        _inserter.Hold();
        var first = _groupCommit.InsertAsync(Job("first"), CancellationToken.None);
        var cancelled = _groupCommit.InsertAsync(Job("cancelled"), cancel.Token);
        await cancel.CancelAsync();
        _inserter.Release();

        await first.InTimeAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled.InTimeAsync());
        await _groupCommit.InsertAsync(Job("later"), CancellationToken.None).InTimeAsync();
        _inserter.Batches.ShouldBe([["first"], ["later"]]);
    }

    [Fact]
    public async Task No_caller_writes_for_the_others_longer_than_its_own_batch_takes()
    {
        // The store is synchronous, and each write brings another call, as many callers in loops would.
        var endless = 0;
        _inserter.OnInsert = () =>
        {
            if (Interlocked.Increment(ref endless) < 1_000_000 && !_inserter.IsOver)
            {
                _ = _groupCommit.InsertAsync(Job("another"), CancellationToken.None);
            }
        };

        await Task.Run(() => _groupCommit.InsertAsync(Job("mine"), CancellationToken.None)).InTimeAsync();
        var wrote = endless;
        _inserter.IsOver = true;

        wrote.ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public async Task Many_callers_in_loops_share_writes_and_lose_nothing()
    {
        const int Rounds = 200;
        var (callers, called) = (32, 0);

        // A write that takes until every caller waits for it or for the next one: two writes serve all.
        _inserter.DuringInsert = async () =>
        {
            var written = _inserter.Batches.SkipLast(1).Sum(batch => batch.Count);
            while (Volatile.Read(ref called) - written < Volatile.Read(ref callers))
            {
                await Task.Yield();
            }
        };

        var ids = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var mine = new List<JobId>();
            for (var i = 0; i < Rounds; i++)
            {
                var call = _groupCommit.InsertAsync(Job($"{caller}/{i}"), CancellationToken.None);
                Interlocked.Increment(ref called);
                mine.Add((await call).Id);
            }

            Interlocked.Decrement(ref callers);
            return mine;
        }))).InTimeAsync();

        ids.SelectMany(one => one).Distinct().Count().ShouldBe(6_400);
        _inserter.Batches.Sum(batch => batch.Count).ShouldBe(6_400);
        _inserter.Batches.Count.ShouldBeLessThan(3 * Rounds);
    }

    private static IEnumerable<string> Names(int count) => Enumerable.Range(1, count).Select(number => $"job {number}");

    private static NewJob Job(string name) => new() { Name = name, Queue = "default", Priority = 4, Payload = default };

    private sealed class Inserter : IJobInserter
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _held;
        private string? _failOn;
        private long _lastId;

        public List<List<string>> Batches { get; } = [];

        public volatile bool IsOver;

        public Action? OnInsert { get; set; }

        public Func<Task> DuringInsert { get; set; } = () => Task.CompletedTask;

        public void Hold() => _held = true;

        public void Release() => _released.SetResult();

        public void FailOn(string name) => _failOn = name;

        public async ValueTask<IReadOnlyList<InsertedJob>> InsertAsync(
            IReadOnlyList<NewJob> jobs, DbTransaction? transaction, CancellationToken ct)
        {
            Batches.Add([.. jobs.Select(job => job.Name)]);
            OnInsert?.Invoke();
            await DuringInsert();
            if (_held)
            {
                await _released.Task;
            }

            return jobs.Any(job => job.Name == _failOn)
                ? throw new IOException("disk full")
                : [.. jobs.Select(_ => new InsertedJob(new JobId(++_lastId), false))];
        }
    }
}
