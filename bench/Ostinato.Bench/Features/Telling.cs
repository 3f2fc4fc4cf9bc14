using Microsoft.Extensions.Logging;
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

/// <summary>Logs three lines.</summary>
[Job("bench.logging")]
public sealed record Logging(int Number, string Email = NoOp.SomeEmail);

internal sealed partial class LoggingHandler(Tally tally, ILoggerFactory loggers) : IJobHandler<Logging>
{
    // Not of the engine, whose lines are not kept.
    private readonly ILogger _logger = loggers.CreateLogger("Bench");

    public Task HandleAsync(Logging job, JobContext context, CancellationToken ct)
    {
        Say(_logger, "begins", job.Number);
        Say(_logger, "works", job.Number);
        Say(_logger, "ends", job.Number);
        tally.Count(job.Number);
        return Task.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Information, "It {Verb}, as number {Number}.")]
    private static partial void Say(ILogger logger, string verb, int number);
}
