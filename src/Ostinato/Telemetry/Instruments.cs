using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ostinato.Storage;

namespace Ostinato.Telemetry;

/// <summary>
/// Counts and times, under the meter and activity source <c>Ostinato</c>. Names follow OpenTelemetry's messaging conventions.
/// </summary>
internal sealed class Instruments : IDisposable
{
    public const string Name = "Ostinato";

    private static readonly ActivitySource Activities = new(Name);

    private readonly KnownKinds _kinds = new();
    private readonly Meter _meter;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _consumed;
    private readonly Histogram<double> _processDuration;
    private readonly Histogram<double> _queueTime;
    private readonly Histogram<double> _exchangeDuration;
    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _staleWrites;
    private readonly Counter<long> _abandoned;
    private readonly Counter<long> _reaped;
    private readonly Counter<long> _pruned;
    private readonly Counter<long> _heldBack;

    public Instruments(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(Name) ?? new Meter(Name);
        _sent = _meter.CreateCounter<long>("messaging.client.sent.messages", "{message}", "Jobs stored.");
        _consumed = _meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}", "Attempts started.");
        _processDuration = _meter.CreateHistogram<double>("messaging.process.duration", "s", "How long attempts ran, by outcome.");
        _queueTime = _meter.CreateHistogram<double>(
            "ostinato.job.queue_time", "s", "From the moment a job could have started to its claim.");
        _exchangeDuration = _meter.CreateHistogram<double>(
            "ostinato.exchange.duration", "s", "One trip to the store: fence, acknowledge, claim.");
        _active = _meter.CreateUpDownCounter<long>("ostinato.job.active", "{message}", "Handlers that run.");
        _duplicates = _meter.CreateCounter<long>(
            "ostinato.job.duplicates", "{message}", "Jobs not stored because another holds their unique key.");
        _refused = _meter.CreateCounter<long>(
            "ostinato.job.refused", "{message}", "Jobs not stored because too many of their queue wait.");
        _staleWrites = _meter.CreateCounter<long>(
            "ostinato.stale_writes", "{message}", "Outcomes refused because the process had been declared dead.");
        _abandoned = _meter.CreateCounter<long>("ostinato.job.abandoned", "{message}", "Attempts whose handler ignored its token.");
        _reaped = _meter.CreateCounter<long>("ostinato.job.reaped", "{message}", "Jobs taken back from dead processes.");
        _heldBack = _meter.CreateCounter<long>(
            "ostinato.job.held_back", "{message}", "Jobs put back because the breaker of their kind is not closed.");
        _meter.CreateObservableGauge("ostinato.breaker.state", BreakerStates, "{state}", "0 closed, 1 half-open, 2 open, by kind.");
        _pruned = _meter.CreateCounter<long>("ostinato.job.pruned", "{message}", "Final jobs removed by age.");
    }

    public Meter Meter => _meter;

    /// <summary>The breakers of this process, by kind.</summary>
    public Func<IEnumerable<(string Kind, BreakerState State)>> Breakers { get; set; } = () => [];

    public static Activity? StartEnqueue(JobDefinition definition) => Activities.HasListeners()
        ? Tag(Activities.StartActivity($"send {definition.Queue}", ActivityKind.Producer), definition.Queue, definition.Name, "send")
        : null;

    public static Activity? StartEnqueue(int count) => Activities.HasListeners()
        ? Activities.StartActivity("send", ActivityKind.Producer)?
            .SetTag("messaging.system", "ostinato")
            .SetTag("messaging.operation.type", "send")
            .SetTag("messaging.batch.message_count", count)
        : null;

    public static Activity? StartProcess(JobContext context, JobHeaders headers, AttemptTraces traces)
    {
        if (!Activities.HasListeners())
        {
            return null;
        }

        var isKnown = ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out var sender);
        var isLinked = traces == AttemptTraces.Linked && isKnown;
        var started = Activities.StartActivity(
            $"process {context.Queue}", ActivityKind.Consumer, isLinked ? default : sender, tags: null,
            isLinked ? [new ActivityLink(sender)] : null);
        var activity = Tag(started, context.Queue, context.Name, "process");
        return activity?.SetTag("messaging.message.id", context.Id.ToString()).SetTag("ostinato.attempt", context.Attempt);
    }

    public void Enqueued(NewJob job, InsertedJob inserted)
    {
        var counter = inserted.IsDuplicate ? _duplicates : _sent;
        if (counter.Enabled)
        {
            counter.Add(1, Tags(job.Queue, StoredName.Parse(job.Name).Name));
        }
    }

    /// <summary>A limit of waiting jobs has turned jobs away.</summary>
    public void Refused(string queue, int count) =>
        _refused.Add(count, new KeyValuePair<string, object?>("messaging.destination.name", queue));

    public void Started(ClaimedJob job)
    {
        if (_consumed.Enabled || _queueTime.Enabled || _active.Enabled)
        {
            var tags = Tags(job.Queue, job.Name);
            _consumed.Add(1, tags);
            _active.Add(1, tags);
            _queueTime.Record(Math.Max(0, (job.ClaimedAt - job.AvailableAt).TotalSeconds), tags);
        }
    }

    /// <summary>The handler has ended, whatever was reported.</summary>
    public void Left(ClaimedJob job)
    {
        if (_active.Enabled)
        {
            _active.Add(-1, Tags(job.Queue, job.Name));
        }
    }

    public void Finished(ClaimedJob job, in Acknowledgement end, Exception? error, Activity? activity)
    {
        activity?.SetTag("ostinato.outcome", Outcome(end.End));
        if (error is not null)
        {
            activity?.SetStatus(ActivityStatusCode.Error, error.Message).SetTag("error.type", error.GetType().FullName);
        }

        if (_processDuration.Enabled)
        {
            var tags = Tags(job.Queue, job.Name);
            tags.Add("ostinato.outcome", Outcome(end.End));
            _processDuration.Record(end.Duration.TotalSeconds, tags);
        }
    }

    /// <summary>Whether the job is completed depends on a transaction; the trace does not wait for it.</summary>
    public static void LeftToTransaction(Activity? activity) => activity?.SetTag("ostinato.outcome", "transaction");

    /// <summary>The handler of an attempt that was reported already, or whose lease was lost, has ended. Only its trace says so.</summary>
    public static void FinishedLate(Activity? activity) => activity?.SetTag("ostinato.outcome", "abandoned");

    public void Exchanged(TimeSpan duration, int acknowledged, int claimed)
    {
        if (_exchangeDuration.Enabled)
        {
            _exchangeDuration.Record(
                duration.TotalSeconds, new TagList { { "ostinato.acknowledges", acknowledged > 0 }, { "ostinato.claims", claimed > 0 } });
        }
    }

    public void StaleWritesRefused(int count) => _staleWrites.Add(count);

    public void Abandoned(ClaimedJob job) => _abandoned.Add(1, Tags(job.Queue, job.Name));

    public void HeldBack(ClaimedJob job) => _heldBack.Add(1, Tags(job.Queue, job.Name));

    public void Reaped(ReapedJobs reaped) => _reaped.Add(reaped.Returned + reaped.Poisoned + reaped.Cancelled);

    public void Pruned(JobState state, int count) => _pruned.Add(count, new TagList { { "ostinato.state", state.ToString() } });

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> BreakerStates() =>
        from breaker in Breakers()
        select new Measurement<int>(
            breaker.State switch { BreakerState.Open => 2, BreakerState.HalfOpen => 1, _ => 0 },
            new KeyValuePair<string, object?>("ostinato.job.name", breaker.Kind));

    private static Activity? Tag(Activity? activity, string queue, string name, string operation) => activity?
        .SetTag("messaging.system", "ostinato")
        .SetTag("messaging.destination.name", queue)
        .SetTag("messaging.operation.type", operation)
        .SetTag("ostinato.job.name", name);

    private TagList Tags(string queue, string name)
    {
        var kind = _kinds.Bound(queue, name);
        return new() { { "messaging.destination.name", kind.Queue }, { "ostinato.job.name", kind.Name } };
    }

    private static string Outcome(AttemptEnd end) => end switch
    {
        AttemptEnd.Completed => "completed",
        AttemptEnd.Cancelled => "cancelled",
        AttemptEnd.Discarded => "discarded",
        AttemptEnd.Retry => "retried",
        AttemptEnd.Snooze => "snoozed",
        AttemptEnd.Return => "returned",
        _ => "suspended",
    };
}
