namespace Ostinato.Storage.Conformance;

/// <summary>Remembers the signals of a store and waits for those to come.</summary>
public sealed class SignalRecorder : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly List<StoreSignal> _seen = [];
    private readonly IDisposable _subscription;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SignalRecorder(IJobStore store) => _subscription = store.Subscribe(Record);

    public IReadOnlyList<StoreSignal> Seen
    {
        get
        {
            lock (_gate)
            {
                return [.. _seen];
            }
        }
    }

    public int CountOf(string queue) => Seen.Count(signal => signal.Queue == queue);

    /// <summary>Waits until a queue was named, or until anything may have changed in it.</summary>
    public Task UntilWoken(string queue = JobDefaults.Queue) => Until(signal => signal.Queue == queue);

    public Task UntilAnything() => Until(_ => true);

    public async Task UntilMoreThan(int count)
    {
        for (var changed = Changed(); Seen.Count <= count; changed = Changed())
        {
            await changed.WaitAsync(Patience);
        }
    }

    public void Dispose() => _subscription.Dispose();

    private async Task Until(Func<StoreSignal, bool> matches)
    {
        for (var changed = Changed(); !Seen.Any(matches); changed = Changed())
        {
            await changed.WaitAsync(Patience);
        }
    }

    private Task Changed()
    {
        lock (_gate)
        {
            return _changed.Task;
        }
    }

    private void Record(StoreSignal signal)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _seen.Add(signal);
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }
}
