using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.Telemetry;

namespace Ostinato.Tests.Telemetry;

/// <summary>What an exporter would read, by the names that dashboards use.</summary>
public sealed class InstrumentsTests : EngineTest, IDisposable
{
    private Measurements? _meters;

    public void Dispose() => _meters?.Dispose();

    [Fact]
    public async Task Stored_started_and_finished_attempts_are_counted_by_their_outcome()
    {
        var (queue, meters) = Listen();
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
    public async Task A_duplicate_is_counted_apart()
    {
        var (queue, meters) = Listen();
        var engine = await StartAsync(new EngineSetup { Queues = [] });

        for (var time = 0; time < 3; time++)
        {
            await engine.EnqueueAsync(new Work("a"), new() { Queue = queue, UniqueKey = "a" });
        }

        (meters.Sum("messaging.client.sent.messages"), meters.Sum("ostinato.job.duplicates")).ShouldBe((1, 2));
    }

    [Fact]
    public async Task The_time_in_the_queue_runs_from_when_the_job_could_have_started_to_its_claim()
    {
        var (queue, meters) = Listen();
        var client = await StartAsync(new EngineSetup { Queues = [] });
        var id = await client.EnqueueAsync(new Work("a"), new() { Queue = queue });
        Time.Advance(TimeSpan.FromSeconds(7));

        var engine = await StartAsync(new EngineSetup { Queues = new() { [queue] = 1 } });
        await engine.UntilAsync(id, JobState.Completed);
        await SettleAsync();

        meters.Sum("ostinato.job.queue_time").ShouldBe(7);
    }

    [Fact]
    public async Task A_handler_that_ignores_its_token_is_counted_as_abandoned_and_its_attempt_by_what_became_of_it()
    {
        var (queue, meters) = Listen();
        var engine = await StartAsync(new EngineSetup { Queues = new() { [queue] = 1 } });
        var id = await engine.EnqueueAsync(
            new Work("deaf", Act.Ignore), new() { Queue = queue, Timeout = TimeSpan.FromSeconds(10), MaxAttempts = 1 });
        await Recorder.StartedAsync("deaf");

        await AdvanceAsync(TimeSpan.FromSeconds(15));
        await engine.UntilAsync(id, JobState.Discarded);
        Recorder.Open("deaf");
        await Eventually.TrueAsync(() => Recorder.RunningNow == 0, "the handler has ended");
        await SettleAsync();

        meters.Sum("ostinato.job.abandoned").ShouldBe(1);
        meters.Outcomes("messaging.process.duration").ShouldBe(["discarded"]);
    }

    [Fact]
    public async Task Depth_and_age_of_a_queue_are_sampled_while_somebody_listens()
    {
        var (queue, meters) = Listen();
        var engine = await StartAsync();
        await engine.EnqueueAsync(new Work("a"), new() { Queue = queue });
        await engine.EnqueueAsync(new Work("b"), new() { Queue = queue });

        await AdvanceAsync(TimeSpan.FromSeconds(15));
        meters.Sample();

        (meters.Sum("ostinato.queue.depth"), meters.Sum("ostinato.queue.oldest_age")).ShouldBe((2, 15));
    }

    [Fact]
    public async Task What_a_dead_process_held_what_it_tried_to_write_and_what_was_pruned_is_counted()
    {
        using var factory = new OneMeter();
        using var meters = new Measurements(factory);
        var setup = new EngineSetup { Services = services => services.AddSingleton<IMeterFactory>(factory) };
        var sleeper = await StartAsync(setup);
        var id = await sleeper.EnqueueAsync(new Work("a", Act.Wait, Act.Succeed));
        await Recorder.StartedAsync("a");
        var other = await StartAsync(setup);
        sleeper.Store.Freeze();
        Recorder.Open("a");
        await AdvanceAsync(TimeSpan.FromSeconds(10));
        await other.UntilAsync(id, JobState.Completed);
        sleeper.Store.Thaw();
        await AdvanceAsync(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(2));

        meters.Sum("ostinato.job.reaped").ShouldBe(1);
        meters.Sum("ostinato.stale_writes").ShouldBe(1);
        meters.Sum("ostinato.job.pruned").ShouldBe(1);
        meters.Sum("ostinato.exchange.duration").ShouldBeGreaterThanOrEqualTo(10, "the trip of the sleeper was held up for so long");
    }

    [Fact]
    public async Task Handlers_that_run_are_counted_until_they_really_end()
    {
        var (queue, meters) = Listen();
        var engine = await StartAsync(new EngineSetup { Queues = new() { [queue] = 5 } });
        await engine.EnqueueAsync(new Work("a", Act.Ignore), new() { Queue = queue, Timeout = TimeSpan.FromMinutes(1) });
        await Recorder.StartedAsync("a");
        meters.Sum("ostinato.job.active").ShouldBe(1);

        await AdvanceAsync(TimeSpan.FromSeconds(66));
        meters.Sum("ostinato.job.abandoned").ShouldBe(1);
        meters.Sum("ostinato.job.active").ShouldBe(1);
        Recorder.Open("a");

        await Eventually.TrueAsync(() => meters.Sum("ostinato.job.active") == 0, "the handler has ended");
    }

    [Fact]
    public void Kinds_and_queues_beyond_a_limit_are_counted_together()
    {
        var kinds = new KnownKinds(most: 2);

        string[] told = ["a", "b", "c", "a", "d"];

        told.Select(queue => kinds.Bound(queue, "job").Queue).ShouldBe(["a", "b", "*", "a", "*"]);
    }

    [Theory]
    [InlineData(AttemptTraces.Linked, false)]
    [InlineData(AttemptTraces.Linked, true)]
    [InlineData(AttemptTraces.Continued, false)]
    public async Task The_trace_of_an_attempt_leads_to_the_span_that_enqueued_it(AttemptTraces traces, bool isBatch)
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
        var engine = await StartAsync(new EngineSetup { Worker = options => options.Traces = traces });

        ActivityTraceId trace;
        JobId id;
        using (var request = application.StartActivity("POST /signups"))
        {
            trace = request!.TraceId;
            id = isBatch
                ? (await engine.Jobs.EnqueueBatchAsync([new Work("a")], null, null, CancellationToken.None)).Single().Id
                : await engine.EnqueueAsync(new Work("a"));
        }

        await engine.UntilAsync(id, JobState.Completed);
        await SettleAsync();

        lock (spans)
        {
            var send = spans.Single(span => span.TraceId == trace && span.Kind == ActivityKind.Producer);
            var attempt = spans.Single(span => span.Kind == ActivityKind.Consumer
                && (span.ParentSpanId == send.SpanId || span.Links.Any(link => link.Context.SpanId == send.SpanId)));
            (attempt.TraceId == trace, attempt.Links.Count()).ShouldBe(traces == AttemptTraces.Continued ? (true, 0) : (false, 1));
            send.GetTagItem(isBatch ? "messaging.batch.message_count" : "messaging.message.id").ShouldBe(isBatch ? 1 : id.ToString());
            attempt.GetTagItem("messaging.message.id").ShouldBe(id.ToString());
            attempt.GetTagItem("ostinato.outcome").ShouldBe("completed");
        }
    }

    private (string Queue, Measurements Meters) Listen()
    {
        var queue = $"q-{Guid.NewGuid():N}";
        _meters = new Measurements(queue);
        return (queue, _meters);
    }
}
