using Ostinato.Bench.Jobs;

namespace Ostinato.Bench.Features;

/// <summary>Tells how far it is, once.</summary>
[Job("bench.reporting")]
public sealed record Reporting(int Number, string Email = NoOp.SomeEmail);

internal sealed class ReportingHandler(Tally tally) : IJobHandler<Reporting>
{
    public async Task HandleAsync(Reporting job, JobContext context, CancellationToken ct)
    {
        await context.ReportAsync(1, 2);
        tally.Count(job.Number);
    }
}

/// <summary>Stores from where another attempt would go on, once.</summary>
[Job("bench.marching")]
public sealed record Marching(int Number, string Email = NoOp.SomeEmail) : IJobCheckpoint<Place>;

/// <summary>How far a <see cref="Marching"/> job has come.</summary>
public sealed record Place(int Row);

internal sealed class MarchingHandler(Tally tally) : IJobHandler<Marching>
{
    public async Task HandleAsync(Marching job, JobContext context, CancellationToken ct)
    {
        await context.CheckpointAsync(new Place(job.Number), ct);
        tally.Count(job.Number);
    }
}
