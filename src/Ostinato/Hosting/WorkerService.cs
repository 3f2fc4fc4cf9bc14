using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ostinato.Breakers;
using Ostinato.Execution;
using Ostinato.Logs;
using Ostinato.Notes;
using Ostinato.Observing;
using Ostinato.Operations;
using Ostinato.Privacy;
using Ostinato.Processes;
using Ostinato.Queues;
using Ostinato.Schedules;
using Ostinato.Scheduling;
using Ostinato.Statistics;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Hosting;

/// <summary>Starts the loops of a worker process with the host, and stops them in good order.</summary>
internal sealed class WorkerService : IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>How long a stop waits for the last acknowledgements to be written.</summary>
    internal static readonly TimeSpan LastAcknowledgement = TimeSpan.FromSeconds(1);

    /// <summary>How long a stop waits for a store that does not answer, before it goes without a goodbye.</summary>
    internal static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    /// <summary>How often it looks for jobs that no signal told of. Signals are early news; this is the truth.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(1);

    private readonly StoreAccess _access;
    private readonly JobRegistry _registry;
    private readonly WorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly WorkerPulse _pulse;
    private readonly ILogger _logger;
    private readonly Membership _membership;
    private readonly DuePromoter _promoter;
    private readonly ScheduleTicker _ticker;
    private readonly NoteWriter _notes;
    private readonly HeartbeatLoop _heart;
    private readonly BackgroundLoop _heartbeat;
    private readonly BackgroundLoop _settings;
    private readonly QueueSettingsLearner _learner;
    private readonly BackgroundLoop[] _background;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];
    private readonly Func<CancellationToken, Task> _firstRound;
    private readonly Finals _finals;
    private StatisticsWriter? _statistics;
    private IDisposable? _subscription;
    private int _ended;

    public WorkerService(
        StoreAccess access, JobRegistry registry, JobPipelines pipelines, MemberVault vault, IServiceScopeFactory scopes,
        LastGoodOptions<WorkerOptions> options, LastGoodOptions<RetentionOptions> retention, KnownQueueSettings settings,
        LastGoodOptions<StatisticsOptions> statistics, StatisticsRecorder recorder, Observers observers, Finals finals,
        ScheduledJobs scheduled, IEnumerable<IJobArchive> archives, JobNews news, TimeProvider time, Instruments instruments,
        QueueGauges gauges, WorkerPulse pulse, Jitter jitter, Storms storms, LogCapture logs, Loggers loggers)
    {
        (_access, _registry, _options, _time, _pulse) = (access, registry, options.Value, time, pulse);
        _logger = loggers.Create("Ostinato.Worker");
        var store = access.Store;
        (_finals, finals.Work) = (finals, Work);
        _membership = new Membership(store.Processes, () => Describe(options.Value, pipelines.Names));
        _promoter = new DuePromoter(store.Promoter, time, Work, pulse, _logger);
        var schedulesLogger = loggers.Create("Ostinato.Schedules");
        var firer = new ScheduleFirer(store, scheduled, finals, schedulesLogger);
        _ticker = new ScheduleTicker(store, firer, time, Work, pulse, schedulesLogger);
        var breakers = new BreakerWatch(store.Breakers, storms, jitter, _logger);
        _notes = new NoteWriter(store.Notes, () => options.Value, news, time, Work, _logger);
        var executor = new Executor(new ExecutorParts
        {
            Pipelines = pipelines,
            Vault = vault,
            Scopes = scopes,
            Completer = store.Completer,
            Time = time,
            Jitter = jitter,
            Instruments = instruments,
            Observers = observers,
            Logger = loggers.Create("Ostinato.Jobs"),
            AbandonAfter = _options.AbandonAfter,
            MaxResultBytes = () => options.Value.MaxResultBytes,
            Traces = _options.Traces,
            Notes = _notes,
            Logs = logs,
            Statistics = statistics.Value.Enabled ? recorder : null,
            Breakers = breakers,
        });
        Dispatcher = new Dispatcher(
            store.Exchange, _membership, executor, () => options.Value, settings, _promoter, instruments, finals, pulse, time, Work,
            _logger)
        {
            News = news,
        };
        options.Changed += Dispatcher.OnOptionsChanged;
        settings.Changed += () =>
        {
            OperationsLog.SettingsLearned(_logger, settings.ToString());
            Dispatcher.OnSettingsChanged();
        };
        _learner = new QueueSettingsLearner(store.Queues, settings, _logger);
        _heart = new HeartbeatLoop(
            store.Processes, _membership, _options, instruments, finals, _logger, Dispatcher.OnLostLease, _learner.Beat)
        {
            SawProcesses = storms.Share,
            HasReaped = new PoisonCount(store.Query, storms).CountAsync,
        };
        var careful = new CarefulPruner(store, new Archives(archives, time, _logger), CarefulPruner.AgesOf(registry), time);
        var pruning = new Retention(store.Pruner, careful, () => retention.Value, time, instruments, _logger);
        var results = new ResultExpiry(store.Pruner, () => retention.Value, time, _logger);
        var suspended = new SuspendedJobs(store.Control, pipelines.Names, [.. _options.Queues.Keys], Dispatcher.Room, _logger);
        var audit = new AuditRetention(store.Audit, () => retention.Value, time, _logger);
        _background =
        [
            _heartbeat = Loop("heartbeat", _options.HeartbeatInterval, BeatAsync),
            Loop("look", BetweenLooks, LookAsync),
            _settings = Loop("settings", BetweenLooks, _learner.RoundAsync),
            Loop("retention", retention.Value.Interval, RetainAsync),
            Loop("suspended", SuspendedJobs.LongestPause, suspended.RoundAsync, () => suspended.Pause),
            Loop("audit", retention.Value.Interval, audit.RoundAsync),
            Loop("gauges", QueueGauges.Interval, ct => gauges.SampleAsync(store.Query, ct)),
            .. StatisticsLoops(statistics, recorder, loggers),
            .. BreakerLoop(storms, breakers),
        ];
        async Task RetainAsync(CancellationToken ct)
        {
            await pruning.RoundAsync(ct).ConfigureAwait(false);
            await results.RoundAsync(ct).ConfigureAwait(false);
        }

        _firstRound = async ct =>
        {
            await suspended.BeginAsync(store.Query, ct).ConfigureAwait(false);
            await (storms.Breakers.Count > 0 ? breakers.RoundAsync(ct) : Task.CompletedTask).ConfigureAwait(false);
        };
    }

    /// <summary>The loop, for the testing kit.</summary>
    internal Dispatcher Dispatcher { get; }

    /// <summary>Whether anything is under way, for the testing kit.</summary>
    internal WorkInHand Work { get; } = new();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Begins once the rest of the application has started, so that a handler finds all it needs, and a start that fails runs nothing.
    /// </summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var store = await _access.OpenAsync(cancellationToken).ConfigureAwait(false);
        var identity = await _membership.JoinAsync(cancellationToken).ConfigureAwait(false);
        ExecutionLog.Joined(_logger, identity, string.Join(", ", _options.Queues.Keys));
        WarnOfMissingHandlers();
        await _learner.LookAsync(cancellationToken).ConfigureAwait(false);
        await _firstRound(cancellationToken).ConfigureAwait(false);
        _subscription = store.Subscribe(OnSignal);
        Dispatcher.News.Attach(store);
        _loops.Add(Task.Run(() => Dispatcher.RunAsync(_stop.Token), CancellationToken.None));
        _loops.Add(Task.Run(() => _promoter.RunAsync(_stop.Token), CancellationToken.None));
        _loops.Add(Task.Run(() => _ticker.RunAsync(_stop.Token), CancellationToken.None));
        _loops.AddRange(_background.Select(loop => Task.Run(() => loop.RunAsync(_stop.Token), CancellationToken.None)));
        _pulse.IsRunning = true;
    }

    /// <summary>Drains while the rest of the application still serves, so that nothing a running job needs is gone.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (!_pulse.IsRunning)
        {
            return;
        }

        _pulse.IsRunning = false;
        var quiet = new Quiet(Dispatcher.Holdings, _time, Work);
        await using (quiet.ConfigureAwait(false))
        {
            await DrainAsync(quiet, cancellationToken).ConfigureAwait(false);
            await LeaveAsync().ConfigureAwait(false);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the loops without a goodbye where the host was never stopped. The container may call this twice.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndLoopsAsync(CancellationToken.None).ConfigureAwait(false);
        _stop.Dispose();
    }

    private void WarnOfMissingHandlers()
    {
        foreach (var job in _registry.All.Where(job => job.Handler is null && _options.Queues.ContainsKey(job.Definition.Queue)))
        {
            ExecutionLog.NoHandler(_logger, job.Definition.Name, job.Definition.Queue);
        }
    }

    // None where no kind has a breaker.
    private IEnumerable<BackgroundLoop> BreakerLoop(Storms storms, BreakerWatch breakers)
    {
        if (storms.Breakers.Count > 0)
        {
            var loop = Loop("breakers", BreakerWatch.Interval, breakers.RoundAsync);
            foreach (var kind in storms.Breakers.Values)
            {
                kind.ProbeEnded = loop.Hurry;
            }

            yield return loop;
        }
    }

    private BackgroundLoop Loop(string name, TimeSpan interval, Func<CancellationToken, Task> round, Func<TimeSpan>? pause = null) =>
        new(name, interval, _time, round, Work, _pulse, _logger) { Pause = pause };

    private IEnumerable<BackgroundLoop> StatisticsLoops(
        LastGoodOptions<StatisticsOptions> options, StatisticsRecorder recorder, Loggers loggers)
    {
        if (!options.Value.Enabled)
        {
            yield break;
        }

        var store = _access.Store.Statistics;
        _statistics = new StatisticsWriter(recorder, store, _time, loggers.Create("Ostinato.Statistics"));
        var rollup = new RollupRound(store, () => options.Value, _time);
        yield return Loop("statistics", StatisticsWriter.Interval, _statistics.RoundAsync);
        yield return Loop("rollup", RollupRound.Interval, rollup.RunAsync);
    }

    /// <summary>Waits until every held job is acknowledged. An abandoned handler may still run; its job is not held any more.</summary>
    private async Task DrainAsync(Quiet quiet, CancellationToken ct)
    {
        var waiting = Dispatcher.Drain();
        ExecutionLog.Draining(_logger, waiting, Dispatcher.Running, _options.DrainTimeout);
        if (!await quiet.WaitAsync(_options.DrainTimeout, ct).ConfigureAwait(false))
        {
            ExecutionLog.DrainTimedOut(_logger, Dispatcher.Running, _options.DrainTimeout);
            Dispatcher.Holdings.All().ForEach(held => held.Stop(StopReason.Shutdown));
            await quiet.WaitAsync(_options.AbandonAfter + LastAcknowledgement, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private void OnSignal(StoreSignal signal)
    {
        if (signal.ConcernsOneJob)
        {
            return;
        }

        if (signal.Gone is not { } gone)
        {
            Dispatcher.OnSignal(signal);
            if (signal.ConcernsQueueSettings)
            {
                _learner.Hear();
                _settings.Hurry();
            }

            if (signal.Queue is null)
            {
                _ticker.OnChange();
            }

            return;
        }

        _heart.Hear(gone);
        _heartbeat.Hurry();
    }

    private Task BeatAsync(CancellationToken ct)
    {
        Dispatcher.GiveBackExcess();
        return _heart.BeatAsync(ct);
    }

    private Task LookAsync(CancellationToken ct)
    {
        OnSignal(new StoreSignal(null));
        return Task.CompletedTask;
    }

    private async Task EndLoopsAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        _subscription?.Dispose();
        await _stop.CancelAsync().ConfigureAwait(false);
        Dispatcher.Complete();
        await _promoter.DisposeAsync().ConfigureAwait(false);
        await _ticker.DisposeAsync().ConfigureAwait(false);
        await _notes.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_loops).WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task LeaveAsync()
    {
        using var goodbye = new CancellationTokenSource(Goodbye, _time);
        await EndLoopsAsync(goodbye.Token).ConfigureAwait(false);
        try
        {
            await Dispatcher.FlushAsync(goodbye.Token).WaitAsync(goodbye.Token).ConfigureAwait(false);
            await _membership.LeaveAsync(goodbye.Token).WaitAsync(goodbye.Token).ConfigureAwait(false);
            ExecutionLog.Left(_logger, _membership.Identity!.Value);
        }
        catch (Exception error)
        {
            // The others will notice the missing heartbeat; a stop must not fail for it.
            ProcessLog.LeaveFailed(_logger, _membership.Identity!.Value, error);
        }

        if (_statistics is not null)
        {
            await _statistics.FlushAsync(goodbye.Token).ConfigureAwait(false);
        }

        await _finals.EndAsync(goodbye.Token).ConfigureAwait(false);
    }

    private static ProcessDescription Describe(WorkerOptions options, IReadOnlyCollection<string> names) => new(
        Environment.MachineName,
        Environment.ProcessId,
        options.Queues.ToDictionary(queue => queue.Key, queue => queue.Value.Concurrency),
        names)
    {
        Labels = [.. options.Labels],
    };
}
