namespace Ostinato.Breakers;

/// <summary>
/// The state machine of a breaker. Pure: it is given the store's clock. Closed, it opens once so many attempts have failed and none has
/// succeeded within its window. Open, it lets the first probes run after a time. Half-open, a probe that succeeds closes it, and one that
/// fails opens it for twice as long.
/// </summary>
internal static class BreakerRule
{
    /// <summary>So long after the first failure every process of the fleet has had time to say that an attempt succeeded.</summary>
    public static readonly TimeSpan Objection = TimeSpan.FromSeconds(3);

    /// <summary>So long the place of a probe is kept whose process does not move it any more.</summary>
    public static readonly TimeSpan ProbeLease = TimeSpan.FromSeconds(30);

    // Of the window. What is told within a grain is counted as one, so that little is kept and little is written.
    private const int Grains = 10;

    /// <summary>What follows from what a process saw, and from time.</summary>
    public static Breaker Next(Breaker breaker, BreakerReport report, BreakerOptions options, DateTimeOffset now)
    {
        if (breaker.State != BreakerState.Closed)
        {
            return Judge(breaker, report, options, now);
        }

        var counted = Count(breaker, report, options, now);
        return MustOpen(counted, options, now) ? Open(counted, counted.Reason, options, now) : counted;
    }

    /// <summary>Lets one more job try, or says null: it is too early, or as many as may are trying.</summary>
    public static Breaker? TryProbe(Breaker breaker, string job, BreakerOptions options, DateTimeOffset now)
    {
        List<Probe> running = [.. breaker.Probes.Where(probe => probe.Until > now)];
        return breaker.State == BreakerState.Closed || breaker.IsHeldAt(now) || running.Count >= options.Probes
            ? null
            : breaker with { State = BreakerState.HalfOpen, Probes = [.. running, new Probe(job, now + ProbeLease)] };
    }

    /// <summary>A person opens it.</summary>
    public static Breaker OpenByHand(string? reason, TimeSpan? openFor, DateTimeOffset now) => new()
    {
        State = BreakerState.Open,
        OpenedAt = now,
        Until = now + openFor,
        Openings = 1,
        Reason = reason,
    };

    /// <summary>It works again, or a person says so.</summary>
    public static Breaker Close() => Breaker.Healthy;

    /// <summary>How long a job is put back that may not run now: spread over as long as its breaker is open.</summary>
    /// <param name="breaker">The breaker; not closed.</param>
    /// <param name="options">Its options.</param>
    /// <param name="now">The store's clock.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan Wait(Breaker breaker, BreakerOptions options, DateTimeOffset now, double random)
    {
        if (!breaker.IsHeldAt(now))
        {
            return TimeSpan.FromSeconds(1) + (options.OpenFor * random);
        }

        var length = breaker.Until - breaker.OpenedAt ?? options.OpenFor;
        var spread = length < options.LongestOpenFor ? length : options.LongestOpenFor;
        return (breaker.Until - now ?? spread) + (spread * random);
    }

    private static Breaker Count(Breaker breaker, BreakerReport report, BreakerOptions options, DateTimeOffset now)
    {
        var (oldest, grain) = (now - options.Within, options.Within / Grains);
        var failures = breaker.Failures.Where(failure => failure.At > oldest).ToList();
        if (report.Failures > 0)
        {
            if (failures.Count > 0 && now - failures[^1].At < grain)
            {
                failures[^1] = failures[^1] with { Count = failures[^1].Count + report.Failures };
            }
            else
            {
                failures.Add(new FailureCount(now, report.Failures));
            }
        }

        if (failures.Count == 0)
        {
            return breaker.Failures.Count == 0 ? breaker : Breaker.Healthy;
        }

        var succeeded = breaker.SucceededAt;
        if (report.SucceededAt is { } told && told > oldest && !(told - succeeded < grain))
        {
            succeeded = succeeded > told ? succeeded : told;
        }

        // What is as it was is not written again.
        return failures.SequenceEqual(breaker.Failures) && succeeded == breaker.SucceededAt
            ? breaker
            : breaker with { Failures = failures, SucceededAt = succeeded, Reason = report.LastFailure ?? breaker.Reason };
    }

    private static bool MustOpen(Breaker breaker, BreakerOptions options, DateTimeOffset now) =>
        breaker.Failures.Count > 0
        && breaker.Failures.Sum(failure => failure.Count) >= options.Failures
        && breaker.Failures[0].At <= now - Objection
        && !(breaker.SucceededAt > now - options.Within);

    private static Breaker Judge(Breaker breaker, BreakerReport report, BreakerOptions options, DateTimeOffset now)
    {
        var ended = report.Ended.Where(end => breaker.Probes.Any(probe => probe.Job == end.Job)).ToList();
        if (breaker.State == BreakerState.HalfOpen)
        {
            if (ended.FindIndex(end => end.Verdict == BreakerVerdict.Failure) is >= 0 and var failed)
            {
                return Open(breaker, ended[failed].Error ?? breaker.Reason, options, now);
            }

            if (ended.Exists(end => end.Verdict == BreakerVerdict.Success))
            {
                return Close();
            }
        }

        List<Probe> probes =
        [
            .. breaker.Probes.Where(probe => probe.Until > now && !ended.Exists(end => end.Job == probe.Job))
                .Select(probe => report.Running.Contains(probe.Job) ? Moved(probe, now) : probe),
        ];
        return probes.SequenceEqual(breaker.Probes) ? breaker : breaker with { Probes = probes };
    }

    private static Probe Moved(Probe probe, DateTimeOffset now) =>
        probe.Until - now < ProbeLease / 2 ? probe with { Until = now + ProbeLease } : probe;

    private static Breaker Open(Breaker before, string? reason, BreakerOptions options, DateTimeOffset now)
    {
        var doubled = options.OpenFor.TotalSeconds * Math.Pow(2, before.Openings);
        var seconds = Math.Min(doubled, Math.Max(options.OpenFor.TotalSeconds, options.LongestOpenFor.TotalSeconds));
        return new Breaker
        {
            State = BreakerState.Open,
            OpenedAt = now,
            Until = now + TimeSpan.FromSeconds(seconds),
            Openings = before.Openings + 1,
            Reason = reason,
        };
    }
}
