namespace Ostinato.Chaos.Worker;

/// <summary>Writes its start and its end into the ledger, with a few milliseconds of work in between.</summary>
[Job("ledger")]
public sealed record LedgerJob(int Number, int Milliseconds);

/// <summary>The work.</summary>
public sealed class LedgerJobHandler(Ledger ledger) : IJobHandler<LedgerJob>
{
    /// <inheritdoc/>
    public async Task HandleAsync(LedgerJob job, JobContext context, CancellationToken ct)
    {
        ledger.Write("start", job.Number, context.Attempt);
        await Task.Delay(TimeSpan.FromMilliseconds(job.Milliseconds), TimeProvider.System, ct);
        ledger.Write("end", job.Number, context.Attempt);
    }
}
