using Ostinato.Hosting;
using Ostinato.Telemetry;

namespace Ostinato.Observing;

/// <summary>All observers of this process. Where there are none, nothing is done.</summary>
internal sealed class Observers
{
    private readonly ObservedCalls[] _all;
    private readonly ObservedCalls[] _ofAttempts;

    public Observers(
        IEnumerable<ObserverRegistration> registered, IServiceProvider services, LastGoodOptions<ObserverOptions> options,
        TimeProvider time, Loggers loggers)
    {
        var logger = loggers.Create("Ostinato.Observers");
        _all = [.. registered.Select(one => new ObservedCalls(one.Resolve(services), options.Value.Timeout, time, logger))];
        _ofAttempts = [.. _all.Where(one => one.HearsOfAttempts)];
    }

    public bool AreThere => _all.Length > 0;

    /// <summary>Whether any of them wants to hear of more than ends.</summary>
    public bool HearOfAttempts => _ofAttempts.Length > 0;

    public async ValueTask StartingAsync(JobContext attempt)
    {
        foreach (var one in _ofAttempts)
        {
            await one.MakeAsync("before an attempt", (observer, ct) => observer.StartingAsync(attempt, ct)).ConfigureAwait(false);
        }
    }

    public async ValueTask FinishedAsync(JobContext attempt, AttemptSummary summary)
    {
        foreach (var one in _ofAttempts)
        {
            await one.MakeAsync("after an attempt", (observer, ct) => observer.FinishedAsync(attempt, summary, ct)).ConfigureAwait(false);
        }
    }

    public async ValueTask FinalAsync(FinalJob job)
    {
        foreach (var one in _all)
        {
            await one.MakeAsync("at the end of a job", (observer, ct) => observer.FinalAsync(job, ct)).ConfigureAwait(false);
        }
    }
}

/// <summary>One observer, and how it is found.</summary>
internal sealed record ObserverRegistration(Func<IServiceProvider, IJobObserver> Resolve);

/// <summary>An observer that is a function.</summary>
internal sealed class FinalFunction(Func<FinalJob, CancellationToken, ValueTask> told) : IJobObserver
{
    public ValueTask FinalAsync(FinalJob job, CancellationToken ct) => told(job, ct);
}
