using System.Data.Common;
using Ostinato.Storage;

namespace Ostinato.Tests;

/// <summary>The store as one process sees it: it can be counted, held up, and made to fail, while others reach it as ever.</summary>
internal sealed class ScriptedStore : IJobStore, IJobInserter, IJobExchange, IProcessRegistry
{
    private readonly IJobStore _inner;
    private Action<StoreSignal> _observer = _ => { };
    private int _inserts;
    private int _exchanges;
    private int _beats;
    private int _resultLooks;
    private int _held;
    private volatile Exception? _error;
    private volatile Exception? _joinError;
    private volatile TaskCompletionSource? _frozen;

    public ScriptedStore(IJobStore inner)
    {
        _inner = inner;
        Query = new Gated(this);
        Pruner = new Gated(this);
        Promoter = new Gated(this);
        Completer = new Gated(this);
        Notes = new Gated(this);
    }

    public string Name => _inner.Name;

    /// <summary>How many operations wait for the test.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>How often jobs were inserted, in whatever number.</summary>
    public int Inserts => Volatile.Read(ref _inserts);

    public int Exchanges => Volatile.Read(ref _exchanges);

    /// <summary>How many beats were answered.</summary>
    public int Beats => Volatile.Read(ref _beats);

    /// <summary>How often results of an age were asked for.</summary>
    public int ResultLooks => Volatile.Read(ref _resultLooks);

    /// <summary>Whether signals get lost.</summary>
    public bool IsMute { get; set; }

    /// <summary>Called before an insert reaches the store.</summary>
    public Func<IReadOnlyList<NewJob>, Task>? OnInsert { get; set; }

    /// <summary>Called before an exchange reaches the store.</summary>
    public Func<ExchangeRequest, Task>? OnExchange { get; set; }

    /// <summary>Called with what an exchange answered, before the engine sees it.</summary>
    public Func<ExchangeResult, Task>? OnExchanged { get; set; }

    /// <summary>Called before a beat reaches the store.</summary>
    public Func<ProcessIdentity, Task>? OnBeat { get; set; }

    /// <summary>
    /// Answers a completion in a transaction; the store in memory refuses every one. A commit of such a transaction is what the test makes
    /// of it.
    /// </summary>
    public Func<ProcessIdentity, Acknowledgement, CompletionResult>? OnComplete { get; set; }

    /// <summary>Jobs whose acknowledgements wait for a transaction.</summary>
    public Predicate<ClaimedJob>? IsUndecided { get; set; }

    public IJobCompleter Completer { get; }

    public IJobInserter Inserter => this;

    public IJobExchange Exchange => this;

    public IProcessRegistry Processes => this;

    public IJobPromoter Promoter { get; }

    public IJobPruner Pruner { get; }

    public IJobQuery Query { get; }

    public IJobControl Control => _inner.Control;

    public IQueueControl Queues => _inner.Queues;

    public IAuditLog Audit => _inner.Audit;

    public IScheduleStore Schedules => _inner.Schedules;

    public IStatisticsStore Statistics => _inner.Statistics;

    public IBreakerStore Breakers => _inner.Breakers;

    public IJobNotes Notes { get; }

    /// <summary>News of single jobs between processes; none where the test gives none.</summary>
    public IJobSignals? JobSignals { get; set; }

    /// <summary>Called before the waiting jobs of a queue are counted.</summary>
    public Func<string, Task>? OnCount { get; set; }

    /// <summary>Called before notes reach the store.</summary>
    public Func<IReadOnlyList<JobNote>, Task>? OnNotes { get; set; }

    /// <summary>Every operation throws this from now on.</summary>
    public void Fail(Exception error) => _error = error;

    public void Mend() => _error = null;

    /// <summary>Joining throws this from now on, or with null no more.</summary>
    public void FailJoins(Exception? error) => _joinError = error;

    /// <summary>No operation comes back from now on, as in a process that is stopped or cut off.</summary>
    public void Freeze() => _frozen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => _frozen?.TrySetResult();

    public ValueTask StartAsync(CancellationToken ct) => _inner.StartAsync(ct);

    public IDisposable Subscribe(Action<StoreSignal> observer)
    {
        _observer += observer;
        return _inner.Subscribe(signal =>
        {
            if (!IsMute)
            {
                observer(signal);
            }
        });
    }

    /// <summary>Tells the process something as the store would.</summary>
    public void Signal(StoreSignal signal) => _observer(signal);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public async ValueTask<IReadOnlyList<InsertedJob>> InsertAsync(
        IReadOnlyList<NewJob> jobs, DbTransaction? transaction, CancellationToken ct)
    {
        await PassAsync(ct);
        Interlocked.Increment(ref _inserts);
        await HoldAsync(OnInsert?.Invoke(jobs));
        return await _inner.Inserter.InsertAsync(jobs, transaction, ct);
    }

    public async ValueTask<ExchangeResult> ExchangeAsync(ExchangeRequest request, CancellationToken ct)
    {
        await PassAsync(ct);
        await HoldAsync(OnExchange?.Invoke(request));
        var undecided = request.Acknowledgements.Where(ended => IsUndecided?.Invoke(ended.Job) == true).ToList();
        var decided = undecided.Count == 0
            ? request
            : request with { Acknowledgements = [.. request.Acknowledgements.Except(undecided)] };
        var result = await _inner.Exchange.ExchangeAsync(decided, ct) with { Undecided = [.. undecided.Select(ended => ended.Job)] };
        Interlocked.Increment(ref _exchanges);
        await HoldAsync(OnExchanged?.Invoke(result));
        return result;
    }

    public async ValueTask<ProcessIdentity> JoinAsync(ProcessDescription description, ProcessIdentity? earlier, CancellationToken ct)
    {
        await PassAsync(ct);
        if (_joinError is { } error)
        {
            throw error;
        }

        return await _inner.Processes.JoinAsync(description, earlier, ct);
    }

    public async ValueTask<Heartbeat> BeatAsync(ProcessIdentity process, CancellationToken ct)
    {
        await PassAsync(ct);
        await HoldAsync(OnBeat?.Invoke(process));
        var heartbeat = await _inner.Processes.BeatAsync(process, ct);
        Interlocked.Increment(ref _beats);
        return heartbeat;
    }

    public async ValueTask LeaveAsync(ProcessIdentity process, CancellationToken ct)
    {
        await PassAsync(ct);
        await _inner.Processes.LeaveAsync(process, ct);
    }

    public async ValueTask<ReapedJobs?> ReapAsync(ProcessBeat observed, int poisonAfter, CancellationToken ct)
    {
        await PassAsync(ct);
        return await _inner.Processes.ReapAsync(observed, poisonAfter, ct);
    }

    private async ValueTask PassAsync(CancellationToken ct)
    {
        if (_frozen is { } frozen)
        {
            await HoldAsync(frozen.Task.WaitAsync(ct));
        }

        if (_error is { } error)
        {
            throw error;
        }
    }

    private async ValueTask HoldAsync(Task? hook)
    {
        if (hook is not null)
        {
            Interlocked.Increment(ref _held);
            try
            {
                await hook;
            }
            finally
            {
                Interlocked.Decrement(ref _held);
            }
        }
    }

    private sealed class Gated(ScriptedStore store) : IJobQuery, IJobPruner, IJobPromoter, IJobCompleter, IJobNotes
    {
        public async ValueTask<IReadOnlyList<ClaimedJob>> WriteAsync(
            ProcessIdentity process, IReadOnlyList<JobNote> notes, CancellationToken ct)
        {
            await store.PassAsync(ct);
            await store.HoldAsync(store.OnNotes?.Invoke(notes));
            return await store._inner.Notes.WriteAsync(process, notes, ct);
        }

        public async ValueTask<ReadOnlyMemory<byte>?> CheckpointAsync(JobId id, CancellationToken ct)
        {
            await store.PassAsync(ct);
            return await store._inner.Notes.CheckpointAsync(id, ct);
        }

        public async ValueTask<IReadOnlyList<StoredNote>> LinesAsync(JobId id, long after, CancellationToken ct)
        {
            await store.PassAsync(ct);
            return await store._inner.Notes.LinesAsync(id, after, ct);
        }

        public async ValueTask<CompletionResult> CompleteAsync(
            ProcessIdentity process, Acknowledgement completion, DbTransaction transaction, CancellationToken ct)
        {
            await store.PassAsync(ct);
            return store.OnComplete is { } answer
                ? answer(process, completion)
                : await store._inner.Completer.CompleteAsync(process, completion, transaction, ct);
        }

        public async ValueTask<JobInfo?> GetAsync(JobId id, CancellationToken ct)
        {
            await store.PassAsync(ct);
            return await store._inner.Query.GetAsync(id, ct);
        }

        public async ValueTask<JobPage> ListAsync(JobFilter filter, CancellationToken ct)
        {
            await store.PassAsync(ct);
            return await store._inner.Query.ListAsync(filter, ct);
        }

        public async ValueTask<IReadOnlyList<QueueInfo>> QueuesAsync(JobStates counted, CancellationToken ct)
        {
            await store.PassAsync(ct);
            return await store._inner.Query.QueuesAsync(counted, ct);
        }

        public async ValueTask<long> CountAvailableAsync(string queue, long atMost, CancellationToken ct)
        {
            await store.PassAsync(ct);
            await store.HoldAsync(store.OnCount?.Invoke(queue));
            return await store._inner.Query.CountAvailableAsync(queue, atMost, ct);
        }

        public async ValueTask<IReadOnlyList<ProcessInfo>> ProcessesAsync(CancellationToken ct)
        {
            await store.PassAsync(ct);
            return await store._inner.Query.ProcessesAsync(ct);
        }

        public async ValueTask<int> PruneAsync(JobState state, TimeSpan olderThan, int limit, CancellationToken ct)
        {
            await store.PassAsync(ct);
            return await store._inner.Pruner.PruneAsync(state, olderThan, limit, ct);
        }

        public async ValueTask<int> RemoveAsync(IReadOnlyList<JobId> ids, DateTimeOffset endedBefore, CancellationToken ct)
        {
            await store.PassAsync(ct);
            return await store._inner.Pruner.RemoveAsync(ids, endedBefore, ct);
        }

        public async ValueTask<AgedResults> ResultsAsync(ResultPosition after, TimeSpan olderThan, int limit, CancellationToken ct)
        {
            await store.PassAsync(ct);
            Interlocked.Increment(ref store._resultLooks);
            return await store._inner.Pruner.ResultsAsync(after, olderThan, limit, ct);
        }

        public async ValueTask<int> ExpireResultsAsync(IReadOnlyList<JobId> ids, TimeSpan olderThan, CancellationToken ct)
        {
            await store.PassAsync(ct);
            return await store._inner.Pruner.ExpireResultsAsync(ids, olderThan, ct);
        }

        public async ValueTask<Promotion> PromoteAsync(int limit, CancellationToken ct)
        {
            await store.PassAsync(ct);
            return await store._inner.Promoter.PromoteAsync(limit, ct);
        }
    }
}
