namespace Ostinato.Bench.Features;

/// <summary>What schedules of the measured application enqueue, into a queue that nobody serves.</summary>
[Job("bench.tick", Queue = "ticks")]
public sealed record Tick;

internal sealed class TickHandler : IJobHandler<Tick>
{
    public Task HandleAsync(Tick job, JobContext context, CancellationToken ct) => Task.CompletedTask;
}
