using System.Globalization;
using Ostinato.Execution;
using Ostinato.Storage;

namespace Ostinato.Breakers;

/// <summary>The breaker of one kind as this process last saw it, and what this process has to tell of the kind.</summary>
internal sealed class KindBreaker(string kind, BreakerOptions options, TimeProvider time)
{
    private const int MostText = 300;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);
    private List<EndedProbe> _ended = [];
    private int _failures;
    private string? _lastFailure;
    private long _succeededAt;
    private int _asking;
    private volatile View _view = new(Breaker.Healthy, default, time.GetTimestamp());

    public string Kind => kind;

    public BreakerOptions Options => options;

    /// <summary>Whether jobs run, as far as this process knows.</summary>
    public bool IsClosed => _view.Breaker.State == BreakerState.Closed;

    public Breaker Seen => _view.Breaker;

    /// <summary>One attempt at a time asks the store whether it may be a probe, and says when it has.</summary>
    public bool TryAsk() => Interlocked.Exchange(ref _asking, 1) == 0;

    public void HasAsked() => Volatile.Write(ref _asking, 0);

    /// <summary>Called whenever a probe has ended, so that nobody waits to hear of it.</summary>
    public Action ProbeEnded { get; set; } = () => { };

    /// <summary>What the store's clock says now: what it said at the last look, and how long ago that is.</summary>
    public DateTimeOffset StoreNow() => _view.Now + time.GetElapsedTime(_view.At);

    public void See(Breaker breaker, DateTimeOffset now) => _view = new View(breaker, now, time.GetTimestamp());

    public void BeginProbe(HeldJob held)
    {
        held.IsProbe = true;
        lock (_lock)
        {
            _running.Add(held.Job.Id.ToString());
        }
    }

    /// <summary>Counts the end of an attempt.</summary>
    public void Count(HeldJob held, in Acknowledgement end)
    {
        var verdict = BreakerVerdicts.Of(end);
        if (verdict == BreakerVerdict.Success)
        {
            Volatile.Write(ref _succeededAt, Math.Max(1, time.GetTimestamp()));
        }

        if (verdict != BreakerVerdict.Failure && !held.IsProbe)
        {
            return;
        }

        var error = end.Detail?.Error is { } thrown ? ShortText(thrown) : null;
        lock (_lock)
        {
            if (verdict == BreakerVerdict.Failure)
            {
                _failures++;
                _lastFailure = error;
            }

            if (held.IsProbe)
            {
                _running.Remove(held.Job.Id.ToString());
                _ended.Add(new EndedProbe(held.Job.Id.ToString(), verdict, error));
            }
        }

        if (held.IsProbe)
        {
            ProbeEnded();
        }
    }

    /// <summary>Counts the deaths of the processes that held a job, now that it is known that they were its fault.</summary>
    public void CountDeaths(JobId job, int deaths)
    {
        lock (_lock)
        {
            _failures += deaths;
            _lastFailure = string.Create(CultureInfo.InvariantCulture, $"job {job} is poison (deaths: {deaths})");
        }
    }

    /// <summary>What there is to tell. It is told once, or put back.</summary>
    /// <param name="now">The store's clock.</param>
    public BreakerReport Take(DateTimeOffset now)
    {
        var succeeded = Volatile.Read(ref _succeededAt);
        lock (_lock)
        {
            var report = new BreakerReport(
                _failures, _lastFailure, succeeded == 0 ? null : now - time.GetElapsedTime(succeeded), _ended, [.. _running]);
            (_failures, _lastFailure, _ended) = (0, null, []);
            return report;
        }
    }

    public void PutBack(BreakerReport report)
    {
        lock (_lock)
        {
            _failures += report.Failures;
            _lastFailure ??= report.LastFailure;
            _ended = [.. report.Ended, .. _ended];
        }
    }

    private static string ShortText(AttemptError error) => $"{error.Type}: {error.Message}" is { Length: > MostText } text
        ? text[..MostText]
        : $"{error.Type}: {error.Message}";

    private sealed record View(Breaker Breaker, DateTimeOffset Now, long At);
}
