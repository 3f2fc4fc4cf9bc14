using Ostinato.Chaos.Worker;

namespace Ostinato.TwoBuilds;

/// <summary>As the build before had it.</summary>
[Job("draw")]
public sealed record Draw(int Number);

internal sealed class DrawHandler(Ledger ledger) : IJobHandler<Draw>
{
    public async Task HandleAsync(Draw job, JobContext context, CancellationToken ct)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, ct);
        ledger.Write($"old-{context.StoredVersion}", job.Number, context.Attempt);
    }
}
