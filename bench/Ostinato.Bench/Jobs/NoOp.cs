namespace Ostinato.Bench.Jobs;

/// <summary>Does nothing but count that it ran.</summary>
[Job("bench.no-op")]
public sealed record NoOp(int Number);

internal sealed class NoOpHandler(Tally tally) : IJobHandler<NoOp>
{
    public Task HandleAsync(NoOp job, JobContext context, CancellationToken ct)
    {
        tally.Count(job.Number);
        return Task.CompletedTask;
    }
}
