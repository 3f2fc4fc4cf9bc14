using Microsoft.Extensions.Logging;

namespace Ostinato.Sqlite;

/// <summary>The one thread that writes. It owns the only connection for writing; everything that waits shares a transaction.</summary>
internal sealed class Writer(StoreFile file, TimeProvider time, Observers observers, ExpectedCommits expected, ILogger log)
    : IAsyncDisposable
{
    private static readonly TimeSpan BetweenOpenings = TimeSpan.FromSeconds(1);

    private readonly OperationQueue _queue = new(file.Options.MaxWaiting);
    private readonly Lock _gate = new();
    private Task<string>? _opened;
    private Task _ended = Task.CompletedTask;
    private bool _isDisposed;

    /// <summary>Opens the file and checks its tables. Answers with its full path. An opening that failed is tried anew.</summary>
    public Task<string> StartAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return Task.FromException<string>(new ObjectDisposedException(nameof(SqliteJobStore)));
            }

            return _opened is null or { IsFaulted: true } ? _opened = Begin() : _opened;
        }
    }

    /// <summary>Does something in a transaction of its own or shared with others; completes when that has committed.</summary>
    public async Task<T> RunAsync<T>(Func<Session, T> work, Flush flush, CancellationToken ct)
    {
        if (Volatile.Read(ref _opened) is not { IsCompletedSuccessfully: true })
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
        Task ended;
        lock (_gate)
        {
            _isDisposed = true;
            ended = _ended;
        }

        _queue.Close();
        await ended.ConfigureAwait(false);
        _queue.Dispose();
    }

    private Task<string> Begin()
    {
        var opened = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (observers.Joined, expected.Announced, _ended) = (_queue.Wake, _queue.Wake, ended.Task);
        new Thread(() => Live(opened, ended)) { IsBackground = true, Name = "Ostinato SQLite writer" }.Start();
        return opened.Task;
    }

    private void Live(TaskCompletionSource<string> opened, TaskCompletionSource ended)
    {
        try
        {
            if (Open(opened) is { } first)
            {
                Live(first);
            }
        }
        finally
        {
            ended.SetResult();
        }
    }

    private void Live(WriterService first)
    {
        try
        {
            for (var service = first; service is not null; service = Reopen())
            {
                using (service)
                {
                    Serve(service);
                }
            }
        }
        finally
        {
            _queue.Close();
            Abandon(new ObjectDisposedException(nameof(SqliteJobStore)));
        }
    }

    private WriterService? Open(TaskCompletionSource<string> opened)
    {
        try
        {
            var service = OpenService(file.Options.CreateSchema);
            opened.SetResult(service.File);
            return service;
        }
        catch (Exception error)
        {
            opened.SetException(StoreErrors.ExplainStart(error, file));
            return null;
        }
    }

    // The connection broke in a way that the engine could not mend. Whoever waits hears of it, and it is tried again.
    private WriterService? Reopen()
    {
        while (!_queue.IsAtEnd)
        {
            try
            {
                var service = OpenService(mayCreate: false);

                // What others wrote while there was no connection is news to nobody else.
                observers.Send(queue: null);
                return service;
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

    private WriterService OpenService(bool mayCreate)
    {
        var database = file.OpenForWriting(mayCreate);
        try
        {
            new SchemaSetup(file, database, new WriteLock(file, database), log, mayCreate).Run();

            // From here on the writer waits for locks in its own way.
            database.WaitForLocks(TimeSpan.Zero);
            return new WriterService(file, new Session(database, time), _queue, observers, expected, log);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Serves until the end, or until the connection breaks.</summary>
    private void Serve(WriterService service)
    {
        try
        {
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
