using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.Storage;

namespace Ostinato.Testing;

/// <summary>Where tests of code that uses jobs begin.</summary>
public static class JobTest
{
    /// <summary>A client that stores nothing and remembers everything: what did my code enqueue?</summary>
    /// <param name="time">The clock of <see cref="RecordedJob.EnqueuedAt"/>. Default: the system's.</param>
    public static RecordingJobClient Recording(TimeProvider? time = null) => new(time);

    /// <summary>Starts an application with the real engine over the in-memory store, on a clock that the test moves.</summary>
    /// <param name="configure">
    /// What the application passes to <c>AddOstinato</c>. A store that it names is replaced. Where it adds no worker, the world serves the
    /// queue of every registered job, one job of each at a time.
    /// </param>
    /// <param name="time">The clock. Default: one that starts at midnight UTC of 1 January 2030.</param>
    /// <param name="services">What handlers need.</param>
    /// <param name="ct">Gives the start up.</param>
    /// <exception cref="OstinatoConfigurationException">The set-up is wrong, as it would be in the application.</exception>
    public static Task<JobWorld> StartAsync(
        Action<OstinatoBuilder> configure, FakeTimeProvider? time = null, Action<IServiceCollection>? services = null,
        CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return WorldHost.StartAsync(configure, time ?? new FakeTimeProvider(), services, ct);
    }

    /// <summary>Performs one job once through the real executor (scope, middleware, timeout) and says how the attempt ended.</summary>
    /// <param name="job">The payload. It is written and read as a store would.</param>
    /// <param name="configure">What the application passes to <c>AddOstinato</c>.</param>
    /// <param name="options">What the enqueue call would say.</param>
    /// <param name="attempt">Which attempt this is, from 1.</param>
    /// <param name="time">The clock; it moves as far as the handler waits on it. Default: it starts at midnight UTC of 1 January 2030.
    /// </param>
    /// <param name="services">What the handler needs.</param>
    /// <param name="ct">Gives up waiting for the handler.</param>
    public static Task<JobExecution> PerformAsync<TJob>(
        TJob job, Action<OstinatoBuilder> configure, EnqueueOptions? options = null, int attempt = 1, FakeTimeProvider? time = null,
        Action<IServiceCollection>? services = null, CancellationToken ct = default)
        where TJob : notnull
    {
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        return Performance.RunAsync(
            host => host.GetRequiredService<JobWriter>().Write(job, options), attempt, configure, time ?? new FakeTimeProvider(), services,
            ct);
    }

    /// <summary>
    /// Performs one job once as it was stored by an older build, through its upcasters, and says how the attempt ended: set aside where the
    /// payload cannot be read.
    /// </summary>
    /// <param name="name">The wire name under which it was stored; a name of before, too.</param>
    /// <param name="version">The version of its payload, from 1.</param>
    /// <param name="payload">The payload in JSON, as it was stored.</param>
    /// <param name="configure">What the application passes to <c>AddOstinato</c>.</param>
    /// <param name="attempt">Which attempt this is, from 1.</param>
    /// <param name="time">The clock; it moves as far as the handler waits on it. Default: it starts at midnight UTC of 1 January 2030.
    /// </param>
    /// <param name="services">What the handler needs.</param>
    /// <param name="ct">Gives up waiting for the handler.</param>
    public static Task<JobExecution> PerformStoredAsync(
        string name, int version, string payload, Action<OstinatoBuilder> configure, int attempt = 1, FakeTimeProvider? time = null,
        Action<IServiceCollection>? services = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(payload);
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        var stored = new NewJob
        {
            Name = StoredName.Of(name, version).ToString(),
            Queue = JobDefaults.Queue,
            Priority = JobDefaults.Priority,
            Payload = Encoding.UTF8.GetBytes(payload),
        };
        return Performance.RunAsync(_ => stored, attempt, configure, time ?? new FakeTimeProvider(), services, ct);
    }
}
