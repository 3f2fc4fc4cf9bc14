using Microsoft.Extensions.Logging;

namespace Ostinato.Observing;

/// <summary>
/// Calls one observer so that it harms nobody: what it throws is logged, what takes too long is left behind, and while many calls hang no
/// more are made.
/// </summary>
internal sealed class ObservedCalls(IJobObserver observer, TimeSpan timeout, TimeProvider time, ILogger logger)
{
    /// <summary>So many calls may hang at once. Each may hold a thread.</summary>
    public const int MostHanging = 8;

    private readonly string _name = observer.GetType().Name;
    private int _hanging;
    private int _isSkipped;

    /// <summary>False for a function, which is called at the end of a job and at no other time.</summary>
    public bool HearsOfAttempts => observer is not FinalFunction;

    /// <param name="hook">Which method, for the log.</param>
    /// <param name="call">Calls it.</param>
    public async ValueTask MakeAsync(string hook, Func<IJobObserver, CancellationToken, ValueTask> call)
    {
        if (Volatile.Read(ref _hanging) >= MostHanging)
        {
            if (Interlocked.Exchange(ref _isSkipped, 1) == 0)
            {
                ObservingLog.Skipped(logger, _name, hook, MostHanging);
            }

            return;
        }

        using var patience = new CancellationTokenSource(timeout, time);

        // On a thread of the pool: an observer that blocks its thread would hold that of the caller.
        var made = Task.Run(() => call(observer, patience.Token).AsTask(), CancellationToken.None);
        try
        {
            await made.WaitAsync(patience.Token).ConfigureAwait(false);
            Volatile.Write(ref _isSkipped, 0);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            ObservingLog.TimedOut(logger, _name, hook, timeout);
            LeaveBehind(made);
        }
        catch (Exception error)
        {
            ObservingLog.Failed(logger, _name, hook, error);
        }
    }

    private void LeaveBehind(Task made)
    {
        if (made.IsCompleted)
        {
            return;
        }

        Interlocked.Increment(ref _hanging);
        made.ContinueWith(
            static (ended, self) =>
            {
                _ = ended.Exception;
                Interlocked.Decrement(ref ((ObservedCalls)self!)._hanging);
            },
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
