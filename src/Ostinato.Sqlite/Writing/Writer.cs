using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>The one thread that writes. It owns the only connection for writing; everything that waits shares a transaction.</summary>
internal sealed class Writer(StoreFile file, TimeProvider time, Observers observers, ExpectedCommits expected, ILogger log)
    : IAsyncDisposable
{
    private static readonly TimeSpan BetweenOpenings = TimeSpan.FromSeconds(1);

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
            expected.Announced = _queue.Wake;
            new Thread(Live) { IsBackground = true, Name = "Ostinato SQLite writer" }.Start();
        }

        return _opened.Task;
    }

    /// <summary>Does something in a transaction of its own or shared with others; completes when that has committed.</summary>
    public async Task<T> RunAsync<T>(Func<Session, T> work, Flush flush, CancellationToken ct)
    {
        if (Volatile.Read(ref _hasStarted) == 0)
        {
            throw new InvalidOperationException($"The SQLite store '{file.Path}' is not open yet. Await StartAsync first.");
        }

        ct.ThrowIfCancellationRequested();
        var operation = new Operation<T>(work, flush);
        await _queue.AddAsync(operation, ct).ConfigureAwait(false);
        using var registration = operation.CancelOn(ct);
        return await operation.Task.ConfigureAwait(false);
    }

    /// <summary>The same for what has no answer.</summary>
    public Task RunAsync(Action<Session> work, Flush flush, CancellationToken ct) => RunAsync(
        session =>
        {
            work(session);
            return true;
        },
        flush,
        ct);

    /// <summary>Writes what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        if (Interlocked.Exchange(ref _hasStarted, 1) != 0)
        {
            await _ended.Task.ConfigureAwait(false);
        }

        _queue.Dispose();
    }

    private void Live()
    {
        try
        {
            for (var session = Open(); session is not null; session = Reopen())
            {
                using (session)
                {
                    Serve(session);
                }
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
        try
        {
            var session = OpenSession();
            _opened.SetResult(session.Database.File);
            return session;
        }
        catch (Exception error)
        {
            _opened.SetException(StoreErrors.ExplainStart(error, file));
            return null;
        }
    }

    // The connection broke in a way that the engine could not mend. Whoever waits hears of it, and it is tried again.
    private Session? Reopen()
    {
        while (!_queue.IsAtEnd)
        {
            try
            {
                return OpenSession();
            }
            catch (Exception error)
            {
                Log.OpenFailed(log, file.Path, error);
                Abandon(StoreErrors.Explain(error, file));
                RealTime.Wait(BetweenOpenings);
            }
        }

        return null;
    }

    private Session OpenSession()
    {
        var database = file.OpenForWriting();
        try
        {
            new SchemaSetup(file, database, new WriteLock(file, database)).Run();

            // From here on the writer waits for locks in its own way.
            database.WaitForLocks(TimeSpan.Zero);
            return new Session(database, time);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Serves until the end, or until the connection breaks.</summary>
    private void Serve(Session session)
    {
        try
        {
            var service = new WriterService(file, session, _queue, observers, expected, log);

            // What others wrote while there was no connection is news to nobody else.
            observers.Send(new StoreSignal(null));
            while (!_queue.IsAtEnd)
            {
                service.Serve();
            }
        }
        catch (Exception error)
        {
            Log.ConnectionBroke(log, file.Path, error);
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
}
