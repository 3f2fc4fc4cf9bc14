using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Ostinato.Sqlite;

/// <summary>The one thread that writes. It owns the only connection for writing; everything that waits shares a transaction.</summary>
internal sealed class Writer(StoreFile file, TimeProvider time, Observers observers, ILogger log) : IAsyncDisposable
{
    private readonly OperationQueue _queue = new(file.Options.MaxWaiting);
    private readonly TaskCompletionSource<string> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _hasStarted;

    /// <summary>Opens the file and checks its tables. Answers with its full path.</summary>
    public Task<string> StartAsync()
    {
        if (Interlocked.Exchange(ref _hasStarted, 1) == 0)
        {
            observers.Joined = _queue.Wake;
            new Thread(Live) { IsBackground = true, Name = "Ostinato SQLite writer" }.Start();
        }

        return _opened.Task;
    }

    /// <summary>Does something in a transaction of its own or shared with others; completes when that has committed.</summary>
    public async Task<T> RunAsync<T>(Func<Session, T> work, CancellationToken ct)
    {
        if (Volatile.Read(ref _hasStarted) == 0)
        {
            throw new InvalidOperationException($"The SQLite store '{file.Path}' is not open yet. Await StartAsync first.");
        }

        ct.ThrowIfCancellationRequested();
        var operation = new Operation<T>(work);
        await _queue.AddAsync(operation, ct).ConfigureAwait(false);
        using var registration = operation.CancelOn(ct);
        return await operation.Task.ConfigureAwait(false);
    }

    /// <summary>The same for what has no answer.</summary>
    public Task RunAsync(Action<Session> work, CancellationToken ct) => RunAsync(
        session =>
        {
            work(session);
            return true;
        },
        ct);

    /// <summary>Writes what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        if (Interlocked.Exchange(ref _hasStarted, 1) != 0)
        {
            await _ended.Task.ConfigureAwait(false);
        }
    }

    private void Live()
    {
        try
        {
            using var session = Open();
            if (session is not null)
            {
                Serve(session);
            }
        }
        finally
        {
            _queue.Close();
            Abandon(new ObjectDisposedException(nameof(SqliteJobStore)));
            _ended.SetResult();
        }
    }

    private Session? Open()
    {
        Database? database = null;
        try
        {
            database = file.OpenForWriting();
            new SchemaSetup(file, database).Run();
            var session = new Session(database, time);
            _opened.SetResult(database.File);
            return session;
        }
        catch (Exception error)
        {
            database?.Dispose();
            _opened.SetException(StoreErrors.ExplainStart(error, file));
            return null;
        }
    }

    private void Serve(Session session)
    {
        var turn = new Turn(file, session, _queue, observers, log);
        var checkpoints = new Checkpoints(file, session.Database);
        var others = new OtherWriters(session.Database, observers);
        while (true)
        {
            if (_queue.Take(observers.Any ? OtherWriters.Interval : Timeout.InfiniteTimeSpan) is { } operation)
            {
                turn.Run(operation);
                Try(checkpoints.Run, Log.CheckpointFailed);
            }
            else if (_queue.IsAtEnd)
            {
                return;
            }

            if (observers.Any)
            {
                Try(others.Look, Log.LookFailed);
            }
        }
    }

    private void Abandon(Exception reason)
    {
        while (_queue.TryTake() is { } operation)
        {
            if (operation.TryBegin())
            {
                operation.Fail(reason);
            }
        }
    }

    private void Try(Action chore, Action<ILogger, string, Exception> report)
    {
        try
        {
            chore();
        }
        catch (SqliteException error)
        {
            report(log, file.Path, error);
        }
    }
}
