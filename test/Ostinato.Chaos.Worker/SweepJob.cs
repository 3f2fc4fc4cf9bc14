namespace Ostinato.Chaos.Worker;

/// <summary>Cancels all that waits in a queue, as a person would, at a pace.</summary>
[Job("sweep")]
public sealed record SweepJob(string Queue, int PerSecond);

/// <summary>The work.</summary>
public sealed class SweepJobHandler(IJobAdmin admin) : IJobHandler<SweepJob>
{
    /// <inheritdoc/>
    public async Task HandleAsync(SweepJob job, JobContext context, CancellationToken ct) => await admin.Jobs.CancelAsync(
        $"state:available queue:{job.Queue}", "swept", new() { PerSecond = job.PerSecond, Actor = $"attempt {context.Attempt}" }, ct);
}
