using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Ostinato.Execution;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Observing;

/// <summary>
/// Tells observers of the ends of jobs, while other work goes on. Bounded: what observers cannot keep up with is dropped.
/// </summary>
internal sealed class Finals : IDisposable
{
    public const int MostWaiting = 10_000;
    private const int AtOnce = 8;

    private readonly Channel<News> _news = Channel.CreateBounded<News>(new BoundedChannelOptions(MostWaiting));
    private readonly Observers _observers;
    private readonly StoreAccess _access;
    private readonly ILogger _logger;
    private readonly Lazy<Task> _pumps;
    private int _isDropping;

    public Finals(Observers observers, StoreAccess access, Loggers loggers)
    {
        (_observers, _access, _logger) = (observers, access, loggers.Create("Ostinato.Observers"));
        _pumps = new Lazy<Task>(() => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(PumpAsync))));
    }

    public bool AreWanted => _observers.AreThere;

    /// <summary>Where it is counted that something is under way.</summary>
    public WorkInHand? Work { get; set; }

    public void Tell(FinalJob job) => Tell(new News(job, job.Id, job.Cause));

    /// <summary>Tells of a job of which only the id is known.</summary>
    public void Tell(JobId id, EndCause cause) => Tell(new News(null, id, cause));

    /// <summary>The same for one of many: waits while as much waits as may. Each call of an observer has its end.</summary>
    public async ValueTask TellInTurnAsync(JobId id, EndCause cause, CancellationToken ct)
    {
        if (!AreWanted)
        {
            return;
        }

        Work?.Begin();
        _ = _pumps.Value;
        try
        {
            await _news.Writer.WriteAsync(new News(null, id, cause), ct).ConfigureAwait(false);
        }
        catch (Exception error) when (error is ChannelClosedException or OperationCanceledException)
        {
            Work?.End();
            Tell(id, cause);
        }
    }

    /// <summary>The end of a job is not told, because it could not be read.</summary>
    public void NotFound(JobId id, Exception error) => ObservingLog.NotFound(_logger, id, error);

    /// <summary>Control of jobs that tells of what it ends.</summary>
    public IJobControl Over(IJobStore store, EndCause cause) =>
        AreWanted ? new ObservedControl(store.Control, store.Query, this, cause) : store.Control;

    /// <summary>Tells what is left, as long as there is time for it. What comes later is not told.</summary>
    public async Task EndAsync(CancellationToken ct)
    {
        _news.Writer.TryComplete();
        if (_pumps.IsValueCreated)
        {
            await _pumps.Value.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _news.Writer.TryComplete();

    private void Tell(in News news)
    {
        if (!AreWanted)
        {
            return;
        }

        Work?.Begin();
        if (_news.Writer.TryWrite(news))
        {
            _ = _pumps.Value;
            Volatile.Write(ref _isDropping, 0);
            return;
        }

        Work?.End();
        if (Interlocked.Exchange(ref _isDropping, 1) == 0)
        {
            ObservingLog.Dropped(_logger, MostWaiting);
        }
    }

    private async Task PumpAsync()
    {
        while (await _news.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_news.Reader.TryRead(out var news))
            {
                if ((news.Job ?? await FindAsync(news).ConfigureAwait(false)) is { } job)
                {
                    await _observers.FinalAsync(job).ConfigureAwait(false);
                }

                Work?.End();
            }
        }
    }

    private async ValueTask<FinalJob?> FindAsync(News news)
    {
        try
        {
            var job = await _access.Store.Query.GetAsync(news.Id, CancellationToken.None).ConfigureAwait(false);
            return job is null ? null : FinalJob.Of(job, news.Cause);
        }
        catch (Exception error)
        {
            NotFound(news.Id, error);
            return null;
        }
    }

    private readonly record struct News(FinalJob? Job, JobId Id, EndCause Cause);
}
