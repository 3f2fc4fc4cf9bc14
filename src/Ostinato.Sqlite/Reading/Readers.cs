using System.Collections.Concurrent;

namespace Ostinato.Sqlite;

/// <summary>Answers questions on connections of their own, on the thread pool, each in a short transaction that sees one moment.</summary>
internal sealed class Readers(StoreFile file, TimeProvider time) : IAsyncDisposable
{
    private const int Most = 4;

    private readonly ConcurrentBag<Session> _idle = [];
    private readonly SemaphoreSlim _turns = new(Most, Most);
    private volatile bool _isClosed;

    public async Task<T> RunAsync<T>(Func<Session, T> read, CancellationToken ct)
    {
        await _turns.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(SqliteJobStore));
            return await Task.Run(() => Run(read), ct).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Waits for the reads that have begun, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        for (var turn = 0; turn < Most; turn++)
        {
            await _turns.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        _turns.Release(Most);
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private T Run<T>(Func<Session, T> read)
    {
        Session? session = null;
        try
        {
            session = _idle.TryTake(out var idle) ? idle : new Session(file.OpenForReading(), time);
            session.Database.Execute("begin");
            var answer = read(session);
            session.Database.CloseReads();
            session.Database.Execute("commit");
            _idle.Add(session);
            return answer;
        }
        catch (Exception error)
        {
            session?.Dispose();
            if (StoreErrors.Explain(error, file) is var explained && explained != error)
            {
                throw explained;
            }

            throw;
        }
    }
}
