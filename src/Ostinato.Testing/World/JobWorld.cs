using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ostinato.Hosting;
using Ostinato.Processes;

namespace Ostinato.Testing;

/// <summary>An application with the real engine over the in-memory store, on a clock that a test moves.</summary>
/// <remarks>
/// The clock stops at every moment at which something is due, and moves on when the engine has settled, so jobs, retries and snoozes run
/// in the order of their times. The spread of backoffs is held still in the middle: waits are those that <see cref="Backoff"/> documents.
/// Handlers that wait on the world's <see cref="TimeProvider"/> wait in its time. A handler that waits for anything else holds the clock
/// for <see cref="Patience"/> of real time at the most.
/// </remarks>
public sealed class JobWorld : IAsyncDisposable
{
    private static readonly TimeSpan LongestDrain = TimeSpan.FromDays(30);

    private readonly IHost _host;
    private readonly ExecutionHistory _history;
    private readonly Stillness _stillness;

    internal JobWorld(IHost host, FakeTimeProvider time)
    {
        (_host, Time, _history) = (host, time, host.Services.GetRequiredService<ExecutionHistory>());
        _stillness = new Stillness(
            host.Services.GetRequiredService<WorkerService>().Work, host.Services.GetRequiredService<RunningAttempts>());
    }

    /// <summary>The clock. Move it with <see cref="AdvanceAsync"/>, so that the engine keeps step.</summary>
    public FakeTimeProvider Time { get; }

    /// <summary>The services of the application.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Stores jobs.</summary>
    public IJobClient Jobs => Services.GetRequiredService<IJobClient>();

    /// <summary>Asks about jobs and controls them.</summary>
    public IJobAdmin Admin => Services.GetRequiredService<IJobAdmin>();

    /// <summary>Every attempt so far, in the order in which they ended.</summary>
    public IReadOnlyList<JobExecution> Executions => _history.All;

    /// <summary>
    /// How long, in real time, a handler may work without waiting for the clock before time moves on regardless. Default 250 ms.
    /// </summary>
    public TimeSpan Patience
    {
        get => _stillness.Patience;
        set => _stillness.Patience = value;
    }

    /// <summary>Lets everything run that can run at this moment of the clock.</summary>
    public async Task SettleAsync(CancellationToken ct = default)
    {
        await _stillness.WaitAsync(ct).ConfigureAwait(false);
        while (Time.NextTimerOf(Matters) == TimeSpan.Zero)
        {
            Time.Advance(TimeSpan.Zero);
            await _stillness.WaitAsync(ct).ConfigureAwait(false);
        }
    }

    /// <summary>Moves the clock forward, stopping wherever something is due and letting it run.</summary>
    /// <param name="by">How far, zero or more.</param>
    /// <param name="ct">Stops between two steps.</param>
    public async Task AdvanceAsync(TimeSpan by, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var start = Time.GetTimestamp();
        await SettleAsync(ct).ConfigureAwait(false);
        while (Time.GetElapsedTime(start) is var passed && passed < by)
        {
            await StepAsync(by - passed, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Moves the clock forward until every job has ended or was set aside.</summary>
    /// <param name="limit">How far at the most. Default 30 days, more than twenty attempts with the default backoff take.</param>
    /// <param name="ct">Stops between two steps.</param>
    /// <exception cref="JobAssertionException">A job cannot run, or the limit was reached; the message says which and why.</exception>
    public async Task DrainAsync(TimeSpan? limit = null, CancellationToken ct = default)
    {
        var longest = limit ?? LongestDrain;
        var start = Time.GetTimestamp();
        await SettleAsync(ct).ConfigureAwait(false);
        while (await FindAsync(JobStates.Incomplete & ~JobStates.Suspended, ct).ConfigureAwait(false) is { } open)
        {
            if (Time.GetElapsedTime(start) >= longest || await IsStuckAsync(ct).ConfigureAwait(false))
            {
                throw new JobAssertionException(await WhyAsync(open, longest, ct).ConfigureAwait(false));
            }

            await UntilNextExecutionAsync(start, longest, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Stops the application in good order, as the end of its host would.</summary>
    public async ValueTask DisposeAsync()
    {
        var stop = _host.StopAsync();
        while (!stop.IsCompleted)
        {
            await _stillness.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            if (!stop.IsCompleted && Time.NextTimer is { } next)
            {
                Time.Advance(next);
            }
        }

        await stop.ConfigureAwait(false);
        await ((IAsyncDisposable)_host).DisposeAsync().ConfigureAwait(false);
    }

    // Beats and gauges change nothing in a world of one process; they fire on the way, and the clock does not stop for them.
    private static bool Matters(object? timerState) =>
        timerState is not BackgroundLoop { Name: "heartbeat" or "look" or "suspended" or "gauges" or "statistics" or "rollup" };

    private Task StepAsync(TimeSpan longest, CancellationToken ct)
    {
        Time.Advance(Time.NextTimerOf(Matters) is { } next && next < longest ? next : longest);
        return SettleAsync(ct);
    }

    private async Task UntilNextExecutionAsync(long start, TimeSpan longest, CancellationToken ct)
    {
        var before = _history.Count;
        while (_history.Count == before && Time.GetElapsedTime(start) is var passed && passed < longest)
        {
            await StepAsync(longest - passed, ct).ConfigureAwait(false);
        }
    }

    private async Task<JobInfo?> FindAsync(JobStates states, CancellationToken ct)
    {
        var page = await Admin.Jobs.ListAsync(new JobFilter { States = states, Limit = 1 }, ct).ConfigureAwait(false);
        return page.Jobs.Count > 0 ? page.Jobs[0] : null;
    }

    /// <summary>Whether all that is left are jobs that could run now and do not.</summary>
    private async Task<bool> IsStuckAsync(CancellationToken ct) =>
        await FindAsync(JobStates.Scheduled | JobStates.Retryable | JobStates.Executing, ct).ConfigureAwait(false) is null;

    private async Task<string> WhyAsync(JobInfo job, TimeSpan limit, CancellationToken ct)
    {
        var why = await Admin.Jobs.ExplainAsync(job.Id, ct).ConfigureAwait(false);
        return $"Not every job ended within {limit}. Job #{job.Id} '{job.Name}' on queue '{job.Queue}' is {job.State}: {why.Text}";
    }
}
