using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ostinato.Breakers;
using Ostinato.Hosting;
using Ostinato.Statistics;
using Ostinato.Storage;

namespace Ostinato.Telemetry;

/// <summary>Alive: the loops of this worker turn. Restart the process when this fails.</summary>
internal sealed class AliveCheck(WorkerPulse pulse) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(pulse.StuckLoops() is { Count: > 0 } stuck
            ? HealthCheckResult.Unhealthy($"Loops do not turn: {string.Join(", ", stuck)}.")
            : HealthCheckResult.Healthy());
}

/// <summary>
/// Ready: the store answers, its schema is known, the loops succeed, no queue lags behind its limit, no breaker is open, and objectives are
/// met.
/// </summary>
internal sealed class ReadyCheck(
    StoreAccess access, WorkerPulse pulse, QueueOutlook outlook, LastGoodOptions<HealthOptions> options, Storms? storms = null)
    : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<QueueInfo> queues;
        IReadOnlyList<ObjectiveStatus> objectives;
        try
        {
            var store = await access.OpenAsync(cancellationToken).ConfigureAwait(false);
            queues = await store.Query.QueuesAsync(JobStates.Available, cancellationToken).ConfigureAwait(false);
            objectives = await outlook.ObjectivesAsync(queues, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy($"The store does not answer: {error.Message}", error);
        }

        return (pulse.StoreError ?? pulse.LoopErrors) is { } trouble
            ? HealthCheckResult.Unhealthy($"The worker cannot use the store: {trouble}")
            : Degraded(queues, objectives);
    }

    private HealthCheckResult Degraded(IReadOnlyList<QueueInfo> queues, IReadOnlyList<ObjectiveStatus> objectives)
    {
        var burning = objectives.Where(status => status.IsBurning).Select(status => Objectives.Find(status).Text);
        string[] reasons = [.. storms?.Complaints() ?? [], .. Backlog(queues), .. burning];
        return reasons.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(' ', reasons));
    }

    private IEnumerable<string> Backlog(IReadOnlyList<QueueInfo> queues)
    {
        var limit = options.Value.MaxBacklogAge;
        var late = queues.Where(queue => !queue.IsPaused && queue.OldestAvailable > limit).ToList();
        return late.Count == 0
            ? []
            : [$"Jobs wait longer than {limit}: {string.Join(", ", late.Select(queue => $"{queue.Name} ({queue.OldestAvailable})"))}."];
    }
}
