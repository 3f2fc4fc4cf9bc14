using Ostinato.Storage;

namespace Ostinato.Breakers;

/// <summary>
/// Counts deaths for breakers, where it is known which job was their cause: when it is set aside as poison. What else a dead process held
/// says nothing of its kind.
/// </summary>
internal sealed class PoisonCount(IJobQuery query, Storms storms)
{
    public async Task CountAsync(ReapedJobs reaped, CancellationToken ct)
    {
        if (reaped.Poisoned == 0 || storms.Breakers.Count == 0)
        {
            return;
        }

        foreach (var id in reaped.Ended)
        {
            if (await query.GetAsync(id, ct).ConfigureAwait(false) is { Suspension: SuspensionReason.Poison } job
                && storms.Breakers.TryGetValue(job.Name, out var breaker))
            {
                breaker.CountDeaths(id, Math.Max(1, job.Crashes));
            }
        }
    }
}
