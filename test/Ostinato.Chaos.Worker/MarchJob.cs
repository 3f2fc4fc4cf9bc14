using Microsoft.Extensions.Logging;

namespace Ostinato.Chaos.Worker;

/// <summary>Takes many short steps, and stores after each how far it is.</summary>
[Job("march")]
public sealed record MarchJob(int Steps) : IJobCheckpoint<int>;

/// <summary>The work.</summary>
public sealed class MarchJobHandler(Ledger ledger, ILoggerFactory loggers) : IJobHandler<MarchJob>
{
    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(5);

    /// <inheritdoc/>
    public async Task HandleAsync(MarchJob job, JobContext context, CancellationToken ct)
    {
        var logger = loggers.CreateLogger("March");
        for (var step = await context.ReadCheckpointAsync<int>(ct) + 1; step <= job.Steps; step++)
        {
            ledger.Write("step", step, context.Attempt);
            await Task.Delay(StepTime, TimeProvider.System, ct);
            await context.CheckpointAsync(step, ct);
            await context.ReportAsync(step, job.Steps);
            ledger.Write("stored", step, context.Attempt);
            logger.LogInformation("step {Step}", step);
        }
    }
}
