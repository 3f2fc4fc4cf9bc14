namespace Ostinato.Chaos.Worker;

/// <summary>Ends the process that runs it.</summary>
[Job("killer")]
public sealed record KillerJob;

/// <summary>The work.</summary>
public sealed class KillerJobHandler : IJobHandler<KillerJob>
{
    /// <inheritdoc/>
    public Task HandleAsync(KillerJob job, JobContext context, CancellationToken ct)
    {
        Environment.FailFast("This job kills its process; the test wants it so.");
        return Task.CompletedTask;
    }
}
