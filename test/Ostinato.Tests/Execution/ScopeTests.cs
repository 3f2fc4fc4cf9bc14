using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ostinato.Tests.Execution;

/// <summary>Scopes, middleware and what surrounds a handler.</summary>
public sealed class ScopeTests : EngineTest
{
    private const int ScopeFailed = 308;

    private readonly Journal _journal = new();

    [Fact]
    public async Task Every_attempt_has_a_scope_of_its_own_that_is_disposed_of()
    {
        var engine = await StartAsync(With(o => o.Use<Touch>()));
        var id = await engine.EnqueueAsync(new Work("a", Act.Throw, Act.Succeed));
        await engine.UntilAsync(id, JobState.Retryable);
        await AdvanceAsync(TimeSpan.FromSeconds(17));
        await engine.UntilAsync(id, JobState.Completed);

        await Eventually.TrueAsync(() => _journal.Lines.Count == 4, "both scopes are disposed of");
        _journal.Lines.ShouldBe(["made 1", "disposed 1", "made 2", "disposed 2"]);
    }

    [Fact]
    public async Task Middleware_runs_around_the_handler_the_first_registered_outermost()
    {
        var engine = await StartAsync(With(o => o.Use<Outer>().Use<Inner>()));

        await engine.UntilAsync(await engine.EnqueueAsync(new Work("a")), JobState.Completed);

        _journal.Lines.ShouldBe(["outer in", "inner in", "inner out", "outer out"]);
    }

    [Fact]
    public async Task Middleware_may_answer_in_place_of_the_handler()
    {
        var engine = await StartAsync(With(o => o.Use<Guard>()));

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Work("a")), JobState.Cancelled);

        job.Reason.ShouldBe("guarded");
        Recorder.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Middleware_sees_what_the_handler_throws_and_may_make_something_else_of_it()
    {
        var engine = await StartAsync(With(o => o.Use<Forgiving>()));

        await engine.UntilAsync(await engine.EnqueueAsync(new Work("a", Act.Throw)), JobState.Completed);
    }

    [Fact]
    public async Task A_middleware_that_throws_fails_the_attempt()
    {
        var engine = await StartAsync(With(o => o.Use<Failing>()));

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Work("a")), JobState.Retryable);

        job.Errors[0].Message.ShouldBe("middleware broke");
    }

    [Fact]
    public async Task A_middleware_without_an_answer_fails_the_attempt()
    {
        var engine = await StartAsync(With(o => o.Use<Silent>()));

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Work("a")), JobState.Retryable);

        job.Errors[0].Message.ShouldBe("The handler or a middleware of 'work' returned null in place of an outcome.");
    }

    [Fact]
    public async Task A_handler_that_throws_in_its_constructor_fails_the_attempt()
    {
        var engine = await StartAsync();

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Fragile()), JobState.Retryable);

        (job.Attempt, job.Errors[0].Message).ShouldBe((1, "no connection string"));
    }

    [Fact]
    public async Task A_handler_whose_dependency_is_missing_fails_the_attempt_and_names_it()
    {
        var engine = await StartAsync();

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Needy()), JobState.Retryable);

        job.Errors[0].Message.ShouldContain(nameof(Journal));
    }

    [Fact]
    public async Task A_service_that_fails_to_commit_when_its_scope_ends_fails_the_attempt()
    {
        var engine = await StartAsync(With(o => o.Use<TouchBroken>()));

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Work("a")), JobState.Retryable);

        job.Errors.ShouldHaveSingleItem().Message.ShouldBe("cannot be disposed of");
    }

    [Fact]
    public async Task What_the_handler_threw_is_kept_when_its_scope_fails_too()
    {
        var engine = await StartAsync(With(o => o.Use<TouchBroken>()));

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Work("a", Act.Throw)), JobState.Retryable);

        job.Errors.ShouldHaveSingleItem().Message.ShouldBe("broken");
        await engine.LoggedAsync(ScopeFailed);
    }

    [Fact]
    public async Task A_listener_that_throws_whenever_an_attempt_ends_stops_no_queue()
    {
        var engine = Build(With(o => o.Use<Touch>()) with { Queues = new() { ["default"] = 1 } });
        using var listener = new MeterListener { InstrumentPublished = ListenTo(engine) };
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) =>
        {
            if (instrument.Name == "messaging.process.duration")
            {
                throw new NotSupportedException("no listening here");
            }
        });
        listener.Start();
        await engine.Host.StartAsync();

        for (var number = 0; number < 3; number++)
        {
            await engine.UntilAsync(await engine.EnqueueAsync(new Work($"{number}")), JobState.Completed);
        }

        _journal.Lines.Count(line => line.StartsWith("disposed", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task What_surrounds_a_handler_and_fails_spends_an_attempt_and_is_told()
    {
        var engine = Build();
        using var listener = new MeterListener { InstrumentPublished = ListenTo(engine) };
        listener.SetMeasurementEventCallback<long>((instrument, _, _, _) =>
        {
            if (instrument.Name == "messaging.client.consumed.messages")
            {
                throw new NotSupportedException("no listening here");
            }
        });
        listener.Start();
        await engine.Host.StartAsync();

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Work("a")), JobState.Retryable);

        job.Attempt.ShouldBe(1);
        job.Errors.ShouldHaveSingleItem().Message.ShouldBe("no listening here");
        await engine.LoggedAsync(ScopeFailed);
    }

    [Fact]
    public async Task A_logger_that_throws_breaks_nothing()
    {
        var engine = await StartAsync(new() { Services = services => services.AddSingleton<ILoggerProvider>(new BrokenLogger()) });

        await engine.UntilAsync(await engine.EnqueueAsync(new Work("a", Act.Throw)), JobState.Retryable);
        await engine.UntilAsync(await engine.EnqueueAsync(new Work("b", Act.ThrowDiscarded)), JobState.Discarded);
        await engine.UntilAsync(await engine.EnqueueAsync(new Work("c")), JobState.Completed);
        await engine.StopAsync();
    }

    [Fact]
    public async Task The_context_tells_the_attempt_from_the_job()
    {
        var engine = await StartAsync(new() { Queues = new() { ["mail"] = 1 } });
        var options = new EnqueueOptions
        {
            Queue = "mail",
            Priority = 7,
            MaxAttempts = 3,
            Tags = ["vip"],
            Metadata = new Dictionary<string, string> { ["tenant"] = "7" },
        };

        var id = await engine.EnqueueAsync(new Work("a"), options);
        var context = (await Recorder.StartedAsync("a")).Context;

        (context.Id, context.Name, context.Queue, context.Priority).ShouldBe((id, "work", "mail", 7));
        (context.Attempt, context.MaxAttempts, context.EnqueuedAt).ShouldBe((1, 3, Time.GetUtcNow()));
        context.Payload.ShouldBeOfType<Work>().Key.ShouldBe("a");
        context.Tags.ShouldBe(["vip"]);
        context.Metadata["tenant"].ShouldBe("7");
    }

    [Fact]
    public async Task What_a_handler_sets_for_its_flow_does_not_reach_the_next_job()
    {
        var engine = await StartAsync(With(o => o.Use<Leaky>()) with { Queues = new() { ["default"] = 1 } });

        await engine.EnqueueAsync(new Work("a"));
        await engine.UntilAsync(await engine.EnqueueAsync(new Work("b")), JobState.Completed);

        _journal.Lines.ShouldBe(["clean", "clean"]);
    }

    private EngineSetup With(Action<OstinatoBuilder> configure) => new()
    {
        Configure = configure,
        Services = services => services.AddSingleton(_journal).AddScoped<Scoped>().AddScoped<BrokenScoped>(),
    };

    internal sealed class Journal
    {
        private readonly ConcurrentQueue<string> _lines = new();
        private int _scopes;

        public IReadOnlyList<string> Lines => [.. _lines];

        public int NextScope() => Interlocked.Increment(ref _scopes);

        public void Write(string line) => _lines.Enqueue(line);
    }

    private sealed class Scoped : IAsyncDisposable
    {
        private readonly Journal _journal;
        private readonly int _number;

        public Scoped(Journal journal)
        {
            (_journal, _number) = (journal, journal.NextScope());
            journal.Write($"made {_number}");
        }

        public ValueTask DisposeAsync()
        {
            _journal.Write($"disposed {_number}");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class BrokenScoped : IDisposable
    {
        public void Dispose() => throw new IOException("cannot be disposed of");
    }

    private sealed class Touch(Scoped scoped) : IJobMiddleware
    {
        public ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct)
        {
            context.Services.GetRequiredService<Scoped>().ShouldBeSameAs(scoped);
            return next(context, ct);
        }
    }

    private sealed class TouchBroken : IJobMiddleware
    {
        public ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct)
        {
            context.Services.GetRequiredService<BrokenScoped>();
            return next(context, ct);
        }
    }

    private sealed class Outer(Journal journal) : IJobMiddleware
    {
        public async ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct)
        {
            journal.Write("outer in");
            var outcome = await next(context, ct);
            journal.Write("outer out");
            return outcome;
        }
    }

    private sealed class Inner(Journal journal) : IJobMiddleware
    {
        public async ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct)
        {
            journal.Write("inner in");
            var outcome = await next(context, ct);
            journal.Write("inner out");
            return outcome;
        }
    }

    private sealed class Guard : IJobMiddleware
    {
        public ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct) =>
            new(JobOutcome.Cancel("guarded"));
    }

    private sealed class Silent : IJobMiddleware
    {
        public ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct) => new((JobOutcome)null!);
    }

    private sealed class Failing : IJobMiddleware
    {
        public ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct) =>
            throw new InvalidOperationException("middleware broke");
    }

    private sealed class Forgiving : IJobMiddleware
    {
        public async ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct)
        {
            try
            {
                return await next(context, ct);
            }
            catch (InvalidOperationException)
            {
                return JobOutcome.Done;
            }
        }
    }

    private sealed class Leaky(Journal journal) : IJobMiddleware
    {
        private static readonly AsyncLocal<string?> Left = new();

        public ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct)
        {
            journal.Write(Left.Value ?? "clean");
            Left.Value = "left by the job before";
            return next(context, ct);
        }
    }

    private static Action<Instrument, MeterListener> ListenTo(Engine engine) => (instrument, listener) =>
    {
        if (instrument.Meter.Scope == engine.Services.GetRequiredService<IMeterFactory>())
        {
            listener.EnableMeasurementEvents(instrument);
        }
    };

    private sealed class BrokenLogger : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("Ostinato", StringComparison.Ordinal) ? this : NullLogger.Instance;

        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull => throw new NotSupportedException("no scopes here");

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new NotSupportedException("no lines here");

        public void Dispose()
        {
            // It holds nothing.
        }
    }

    [Job("fragile")]
    internal sealed record Fragile;

    internal sealed class FragileHandler : IJobHandler<Fragile>
    {
        public FragileHandler() => throw new InvalidOperationException("no connection string");

        public Task HandleAsync(Fragile job, JobContext context, CancellationToken ct) => Task.CompletedTask;
    }

    [Job("needy")]
    internal sealed record Needy;

    internal sealed class NeedyHandler(Journal journal) : IJobHandler<Needy>
    {
        public Task HandleAsync(Needy job, JobContext context, CancellationToken ct)
        {
            journal.Write("never");
            return Task.CompletedTask;
        }
    }
}
