using Microsoft.Extensions.Logging;

namespace Ostinato.Sqlite;

/// <summary>One transaction for all operations that wait: they share its commit, and each caller hears of it.</summary>
internal sealed class Turn(
    StoreFile file, Session session, WriteLock writeLock, OperationQueue queue, OtherWriters others, Observers observers, ILogger log)
{
    private const int MostOperations = 1_000;
    private static readonly TimeSpan LongestGathering = TimeSpan.FromMilliseconds(20);

    private readonly Statement _commit = session.Database.Prepare("commit");
    private readonly List<Operation> _operations = [];

    public void Run(Operation first)
    {
        try
        {
            if (Write(first) is { } error)
            {
                WriteAgain(error);
            }
        }
        catch (Exception broken)
        {
            // Not even a rollback was possible. Nobody may wait for ever; the connection is replaced.
            FailAll(StoreErrors.Explain(broken, file));
            throw;
        }
        finally
        {
            _operations.Clear();
        }
    }

    /// <summary>Writes the first operation and those that come while it is being written; null when they have committed.</summary>
    private TurnError? Write(Operation first)
    {
        Operation? current = null;
        try
        {
            writeLock.Begin(NeedsFlush(first));
            var started = RealTime.Now();
            for (var next = first; next is not null; next = Next(first, started))
            {
                if (next.TryBegin())
                {
                    current = next;
                    _operations.Add(next);
                    next.Execute(session);
                }
            }

            current = null;
            Commit();
            return null;
        }
        catch (Exception error)
        {
            if (_operations.Count == 0 && first.TryBegin())
            {
                _operations.Add(first);
            }

            RollBack();
            return new TurnError(error, current);
        }
    }

    // An operation that fails takes the others' work back with its own, so they are done once more without it.
    private void WriteAgain(TurnError error)
    {
        while (error.Culprit is { } culprit && !StoreErrors.IsOfTheFile(error.Exception))
        {
            _operations.Remove(culprit);
            culprit.Fail(error.Exception);
            if (_operations.Count == 0 || WriteOnce() is not { } another)
            {
                return;
            }

            error = another;
        }

        Fail(error.Exception);
    }

    private TurnError? WriteOnce()
    {
        Operation? current = null;
        try
        {
            writeLock.Begin(_operations.Exists(NeedsFlush));
            foreach (var operation in _operations)
            {
                current = operation;
                operation.Execute(session);
            }

            current = null;
            Commit();
            return null;
        }
        catch (Exception error)
        {
            RollBack();
            return new TurnError(error, current);
        }
    }

    private void Commit()
    {
        session.Database.CloseReads();
        if (session.Signals.ConcernOthers)
        {
            session.Counter.Announce();
        }

        _commit.Run();
        file.Statistics.CountCommit(writeLock.IsFlushed);
        others.Committed(session.Signals.ConcernOthers);
        foreach (var operation in _operations)
        {
            operation.Complete();
        }

        session.Signals.SendTo(observers);
        session.Signals.Clear();
    }

    private void RollBack()
    {
        session.Forget();
        session.Database.CloseReads();
        if (session.Database.IsInTransaction)
        {
            session.Database.Execute("rollback");
        }
    }

    private void Fail(Exception error)
    {
        var explained = StoreErrors.Explain(error, file);
        Log.TurnFailed(log, file.Path, _operations.Count, error);
        if (StoreErrors.IsLocked(error))
        {
            // Whoever waits behind the lock has waited long as well; to try for each of them in turn would take hours.
            TakeAllWaiting();
        }

        FailAll(explained);
    }

    private void TakeAllWaiting()
    {
        while (queue.TryTake() is { } waiting)
        {
            if (waiting.TryBegin())
            {
                _operations.Add(waiting);
            }
        }
    }

    private void FailAll(Exception error)
    {
        foreach (var operation in _operations)
        {
            operation.Fail(error);
        }
    }

    // A transaction that needs no flush does not let in what needs one: that would not be flushed. What was not there for the first look
    // may be there, and need it, for a second one; so what is looked at is what is taken.
    private Operation? Next(Operation first, long started) =>
        _operations.Count < MostOperations && RealTime.Since(started) < LongestGathering
        && queue.Peek() is { } next && (NeedsFlush(first) || !NeedsFlush(next))
            ? queue.TryTake()
            : null;

    private static bool NeedsFlush(Operation operation) => operation.Flush == Flush.Now;

    private readonly record struct TurnError(Exception Exception, Operation? Culprit);
}
