namespace Ostinato.Bench.Jobs;

/// <summary>Takes a few milliseconds and says when it begins and ends.</summary>
[Job("bench.slow")]
public sealed record Slow(int Number);

internal sealed class SlowHandler(RunLog log) : IJobHandler<Slow>
{
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(20);

    public async Task HandleAsync(Slow job, JobContext context, CancellationToken ct)
    {
        log.Begun(job.Number);
        await Task.Delay(Work, ct);
        log.Ended(job.Number);
    }
}
