namespace Ostinato.Bench.Jobs;

/// <summary>Counts inside the handlers, so that no store can flatter itself.</summary>
internal sealed class Tally
{
    private int[] _runs = [];
    private int _distinct;
    private int _repeated;
    private TaskCompletionSource _all = new();

    /// <summary>Jobs that ran.</summary>
    public int Distinct => Volatile.Read(ref _distinct);

    /// <summary>Runs beyond one for each job.</summary>
    public int Repeated => Volatile.Read(ref _repeated);

    /// <summary>Completes when every job has run.</summary>
    public Task All => _all.Task;

    /// <summary>Expects jobs numbered from 0.</summary>
    public void Expect(int jobs)
    {
        _runs = new int[jobs];
        (_distinct, _repeated) = (0, 0);
        _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Count(int number)
    {
        if (Interlocked.Increment(ref _runs[number]) > 1)
        {
            Interlocked.Increment(ref _repeated);
        }
        else if (Interlocked.Increment(ref _distinct) == _runs.Length)
        {
            _all.TrySetResult();
        }
    }
}
