namespace Ostinato.Sqlite;

/// <summary>One thing to be done in a transaction. It may be done more than once until a transaction commits.</summary>
internal abstract class Operation(Flush flush)
{
    private int _hasLeftQueue;

    public Flush Flush => flush;

    /// <summary>Whether the caller still waits for it; from here on it cannot be cancelled.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _hasLeftQueue, 1) == 0;

    public abstract void Execute(Session session);

    /// <summary>Tells the caller that it has happened.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that it has not happened.</summary>
    public abstract void Fail(Exception error);
}

/// <summary>An operation with an answer.</summary>
internal sealed class Operation<T>(Func<Session, T> work, Flush flush) : Operation(flush)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _answer;

    public Task<T> Task => _completion.Task;

    public CancellationTokenRegistration CancelOn(CancellationToken ct) =>
        ct.UnsafeRegister(static (operation, token) => ((Operation<T>)operation!).Cancel(token), this);

    public override void Execute(Session session) => _answer = work(session);

    public override void Complete() => _completion.TrySetResult(_answer!);

    public override void Fail(Exception error) => _completion.TrySetException(error);

    private void Cancel(CancellationToken token)
    {
        if (TryBegin())
        {
            _completion.TrySetCanceled(token);
        }
    }
}
