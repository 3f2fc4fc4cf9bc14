using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Ostinato.Tests.Telemetry;

/// <summary>What an exporter would read, by the names that dashboards use.</summary>
public sealed class InstrumentsTests : EngineTest
{
    [Fact]
    public async Task Stored_started_and_finished_attempts_are_counted_by_their_outcome()
    {
        var queue = $"q-{Guid.NewGuid():N}";
        using var meters = new Measurements(queue);
        var engine = await StartAsync(new EngineSetup { Queues = new() { [queue] = 5 } });

        var done = await engine.EnqueueAsync(new Work("a"), new() { Queue = queue });
        var failing = await engine.EnqueueAsync(new Work("b", Act.Throw), new() { Queue = queue });
        await engine.UntilAsync(done, JobState.Completed);
        await engine.UntilAsync(failing, JobState.Retryable);
        await SettleAsync();

        meters.Sum("messaging.client.sent.messages").ShouldBe(2);
        meters.Sum("messaging.client.consumed.messages").ShouldBe(2);
        meters.Outcomes("messaging.process.duration").ShouldBe(["completed", "retried"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_attempt_is_a_child_of_the_span_that_enqueued_it()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Ostinato" or "the application",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var application = new ActivitySource("the application");
        var engine = await StartAsync();

        ActivityTraceId trace;
        JobId id;
        using (var request = application.StartActivity("POST /signups"))
        {
            trace = request!.TraceId;
            id = await engine.EnqueueAsync(new Work("a"));
        }

        await engine.UntilAsync(id, JobState.Completed);
        await SettleAsync();

        lock (spans)
        {
            var attempt = spans.Single(span => span.TraceId == trace && span.Kind == ActivityKind.Consumer);
            attempt.GetTagItem("messaging.message.id").ShouldBe(id.ToString());
            attempt.GetTagItem("ostinato.outcome").ShouldBe("completed");
        }
    }

    /// <summary>Hears what is measured about one queue; other tests measure about others at the same time.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly List<(string Instrument, double Value, string? Outcome)> _seen = [];
        private readonly MeterListener _listener = new();

        public Measurements(string queue)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Ostinato")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags, queue));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags, queue));
            _listener.Start();
        }

        public double Sum(string instrument) => Of(instrument).Sum(one => one.Value);

        public IEnumerable<string?> Outcomes(string instrument) => Of(instrument).Select(one => one.Outcome);

        public void Dispose() => _listener.Dispose();

        private List<(string Instrument, double Value, string? Outcome)> Of(string instrument)
        {
            lock (_seen)
            {
                return _seen.FindAll(one => one.Instrument == instrument);
            }
        }

        private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, string queue)
        {
            var all = tags.ToArray().ToDictionary();
            if (!queue.Equals(all.GetValueOrDefault("messaging.destination.name")))
            {
                return;
            }

            lock (_seen)
            {
                _seen.Add((instrument.Name, value, all.GetValueOrDefault("ostinato.outcome") as string));
            }
        }
    }
}
