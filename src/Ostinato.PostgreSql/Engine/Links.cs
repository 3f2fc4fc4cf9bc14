using System.Collections.Concurrent;
using System.Data;
using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>
/// The store's few connections. They stay open between operations, so that what is prepared stays prepared and nothing is reset.
/// </summary>
internal sealed class Links(NpgsqlDataSource source, bool ownsSource, string host, PostgreSqlStoreOptions options) : IAsyncDisposable
{
    private readonly ConcurrentStack<Link> _idle = new();
    private readonly SemaphoreSlim _slots = new(options.MaxConnections, options.MaxConnections);
    private volatile bool _isClosed;

    /// <summary>Whether statements are prepared; false behind a pooler that changes server connections between transactions.</summary>
    public bool Prepares { get; set; }

    /// <summary>Called when a connection broke or hung.</summary>
    public Action Broke { get; set; } = static () => { };

    /// <summary>How many trips were made and statements sent so far; for measurements.</summary>
    public TripCount Count { get; } = new();

    /// <summary>A connection to be given back by disposing of it.</summary>
    /// <exception cref="IOException">The server cannot be reached; the message names the remedy.</exception>
    public async ValueTask<Link> RentAsync(CancellationToken ct)
    {
        await _slots.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(PostgreSqlJobStore));
            while (_idle.TryPop(out var idle))
            {
                if (idle.Connection.State == ConnectionState.Open)
                {
                    return idle;
                }

                await idle.CloseAsync().ConfigureAwait(false);
            }

            return new Link(this, await source.OpenConnectionAsync(ct).ConfigureAwait(false), options.CommandTimeout);
        }
        catch (Exception error)
        {
            _slots.Release();
            throw StoreErrors.Explain(error, host);
        }
    }

    /// <summary>Runs an operation that may be run twice; once more where the first try failed for a reason that passes.</summary>
    public ValueTask<T> RunAsync<T>(Func<Link, Task<T>> operation, CancellationToken ct) =>
        RunAsync(operation, within: null, StoreErrors.Passes, ct);

    /// <summary>The same with trips that have less time than usual; once more, too, where the connection of the first try hung.</summary>
    public ValueTask<T> RunShortAsync<T>(Func<Link, Task<T>> operation, TimeSpan within, CancellationToken ct) =>
        RunAsync(operation, within, error => StoreErrors.Passes(error) || StoreErrors.IsBroken(error), ct);

    /// <summary>Runs an operation that must not be run twice.</summary>
    public ValueTask<T> RunOnceAsync<T>(Func<Link, Task<T>> operation, CancellationToken ct) =>
        RunAsync(operation, within: null, static _ => false, ct);

    public async ValueTask GiveBackAsync(Link link)
    {
        if (_isClosed || link.Connection.State != ConnectionState.Open)
        {
            await link.CloseAsync().ConfigureAwait(false);
        }
        else
        {
            link.Short = null;
            _idle.Push(link);
        }

        _slots.Release();
    }

    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        for (var slot = 0; slot < options.MaxConnections; slot++)
        {
            await _slots.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        await CloseIdleAsync().ConfigureAwait(false);
        _slots.Release(options.MaxConnections);
    }

    private async ValueTask<T> RunAsync<T>(
        Func<Link, Task<T>> operation, TimeSpan? within, Func<Exception, bool> passes, CancellationToken ct)
    {
        await LeaveContextAsync().ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var link = await RentAsync(ct).ConfigureAwait(false);
                link.Short = within;
                return await operation(link).ConfigureAwait(false);
            }
            catch (Exception error) when (attempt == 1 && passes(error))
            {
                await LeaveBrokenAsync().ConfigureAwait(false);
            }
            catch (Exception error)
            {
                if (StoreErrors.IsBroken(error) || StoreErrors.IsWrongServer(error))
                {
                    await LeaveBrokenAsync().ConfigureAwait(false);
                }

                if (StoreErrors.Explain(error, host) is var explained && explained != error)
                {
                    throw explained;
                }

                throw;
            }
        }
    }

    private static async ValueTask LeaveContextAsync()
    {
        if (SynchronizationContext.Current is not null)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
    }

    // What follows is on fresh connections: when one broke or hung, all may have. The pool would give the same ones out again. That of the
    // application is not ours to clear.
    private async ValueTask LeaveBrokenAsync()
    {
        if (ownsSource)
        {
            source.Clear();
        }

        await CloseIdleAsync().ConfigureAwait(false);
        Broke();
    }

    private async ValueTask CloseIdleAsync()
    {
        while (_idle.TryPop(out var idle))
        {
            await idle.CloseAsync().ConfigureAwait(false);
        }
    }
}
