using System.Data.Common;

namespace Ostinato.Chaos;

/// <summary>Where the jobs of a run are kept.</summary>
internal abstract class ChaosStore : IAsyncDisposable
{
    /// <summary>Its name on the command line of a worker.</summary>
    public abstract string Name { get; }

    /// <summary>How workers connect.</summary>
    public abstract string WorkerConnection { get; }

    /// <summary>Lets the test's own client keep jobs in it.</summary>
    public abstract void AddTo(OstinatoBuilder builder);

    /// <summary>A connection for the transactions of a user.</summary>
    public abstract Task<DbConnection> OpenAsync(CancellationToken ct);

    /// <summary>Whether an error is one that a fault of this run may cause.</summary>
    public virtual bool MayCause(Exception error) => false;

    /// <summary>Whether a process that is paused at this moment stops the others.</summary>
    public virtual Task<bool> CanWriteAsync(CancellationToken ct) => Task.FromResult(true);

    /// <summary>Looks beneath the port, once all workers have stopped.</summary>
    public virtual Task VerifyAsync(CancellationToken ct) => Task.CompletedTask;

    public abstract ValueTask DisposeAsync();
}
