using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ostinato.Execution;
using Ostinato.Hosting;
using Ostinato.Testing;

namespace Ostinato.Tests;

/// <summary>One process of a test: a host with a client and, unless it only enqueues, a worker.</summary>
internal sealed class Engine
{
    private readonly EngineName _name;
    private readonly Recorder _recorder;
    private readonly FakeTimeProvider _time;
    private bool _isStopped;

    public Engine(string name, EngineSetup setup, ScriptedStore store, FakeTimeProvider time, Recorder recorder)
    {
        (Store, _time, _recorder, _name) = (store, time, recorder, new EngineName(name));
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(setup.Configuration);
        builder.Logging.AddProvider(Logs).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton(new Jitter(() => 0.5)).AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(recorder).AddSingleton(_name);
        builder.Services.AddOstinato(ostinato => Configure(ostinato, setup));
        setup.Services?.Invoke(builder.Services);
        Host = builder.Build();
    }

    public IHost Host { get; }

    public ScriptedStore Store { get; }

    public LogLines Logs { get; } = new();

    public IServiceProvider Services => Host.Services;

    public IJobClient Jobs => Services.GetRequiredService<IJobClient>();

    public IJobAdmin Admin => Services.GetRequiredService<IJobAdmin>();

    /// <summary>Whether anything is under way that does not wait for the test.</summary>
    public bool IsBusy => !_isStopped && Store.Held == 0
        && Services.GetService<WorkerService>() is { } worker && worker.Work.Count > _recorder.ParkedIn(_name);

    public async Task<JobId> EnqueueAsync(object job, EnqueueOptions? options = null) =>
        (await Jobs.EnqueueAsync(job, options, null, CancellationToken.None)).Id;

    public async Task<JobInfo> GetAsync(JobId id) =>
        await Admin.Jobs.GetAsync(id) ?? throw new InvalidOperationException($"There is no job {id}.");

    /// <summary>Waits, in real time, until a job is in a state.</summary>
    public async Task<JobInfo> UntilAsync(JobId id, JobState state)
    {
        JobInfo? job = null;
        await Eventually.TrueAsync(
            async () => (job = await Admin.Jobs.GetAsync(id))?.State == state,
            $"job {id} is {state}",
            () => $"It is {job?.State} {job?.Reason}. Log:\n{string.Join('\n', Logs.All.TakeLast(30))}");
        return job!;
    }

    /// <summary>Waits, in real time, until an event is logged so often: what a store holds can be read before its line is written.</summary>
    public async Task<IReadOnlyList<LogLine>> LoggedAsync(int eventId, int count = 1)
    {
        await Eventually.TrueAsync(
            () => Logs.With(eventId).Count >= count,
            $"event {eventId} is logged",
            () => $"Log:\n{string.Join('\n', Logs.All.TakeLast(30))}");
        var lines = Logs.With(eventId);
        lines.Count.ShouldBe(count);
        return lines;
    }

    /// <summary>Waits, in real time, until so many jobs are completed.</summary>
    public async Task UntilCompletedAsync(long count)
    {
        long completed = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                var queues = await Admin.Queues.ListAsync();
                completed = queues.Sum(queue => queue.Counts.GetValueOrDefault(JobState.Completed));
                return completed == count;
            },
            $"{count} jobs are completed",
            () => $"{completed} are. Log:\n{string.Join('\n', Logs.All.TakeLast(30))}");
    }

    /// <summary>Stops in good order, and says how long that took on the clock, which moves only while the engine waits for it.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        var since = _time.GetTimestamp();
        var stop = Host.StopAsync();
        while (!stop.IsCompleted)
        {
            await Eventually.TrueAsync(() => stop.IsCompleted || !IsBusy, "the engine waits for the clock");
            if (!stop.IsCompleted && _time.NextTimer is { } next)
            {
                _time.Advance(next);
            }
        }

        await stop;
        _isStopped = true;
        return _time.GetElapsedTime(since);
    }

    private void Configure(OstinatoBuilder builder, EngineSetup setup)
    {
        builder.AddJobs().UseStore(_ => Store);
        if (setup.Queues.Count > 0)
        {
            builder.AddWorker(worker =>
            {
                foreach (var (queue, concurrency) in setup.Queues)
                {
                    worker.Queue(queue, concurrency);
                }

                worker.Configure(options => setup.Worker?.Invoke(options));
            });
        }

        setup.Configure?.Invoke(builder);
    }

    /// <summary>A test ends its hosts itself; signals to the process belong to the test runner.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
