using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Ostinato.Hosting;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato;

/// <summary>Refuses jobs for queues in which too many wait. Where no limit is set, nothing is looked at.</summary>
internal sealed class JobQuotas(
    StoreAccess access, LastGoodOptions<ClientOptions> options, Instruments instruments, TimeProvider time, Loggers loggers)
{
    /// <summary>Stands for every queue that is not named.</summary>
    public const string AnyQueue = "*";

    private readonly ConcurrentDictionary<string, QueueLoad> _loads = new(StringComparer.Ordinal);
    private readonly ILogger _logger = loggers.Create("Ostinato.Client");

    /// <summary>Takes the jobs on, all of them or none.</summary>
    /// <param name="jobs">About to be stored.</param>
    /// <param name="mayWait">Whether the count may be waited for; in a caller's transaction it is not.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <exception cref="JobQuotaException">They do not fit.</exception>
    public ValueTask AdmitAsync(IReadOnlyList<NewJob> jobs, bool mayWait, CancellationToken ct) =>
        options.Value.MaxWaiting is { Count: > 0 } limits ? new(AdmitAsync(jobs, limits, mayWait, ct)) : ValueTask.CompletedTask;

    /// <summary>As for many.</summary>
    public ValueTask AdmitAsync(NewJob job, bool mayWait, CancellationToken ct) =>
        options.Value.MaxWaiting.Count > 0 ? AdmitAsync([job], mayWait, ct) : ValueTask.CompletedTask;

    private async Task AdmitAsync(IReadOnlyList<NewJob> jobs, IDictionary<string, int> limits, bool mayWait, CancellationToken ct)
    {
        List<(QueueLoad Load, int Count)> admitted = [];
        try
        {
            foreach (var (queue, count) in jobs.CountBy(job => job.Queue, StringComparer.Ordinal))
            {
                if (limits.TryGetValue(queue, out var limit) || limits.TryGetValue(AnyQueue, out limit))
                {
                    admitted.Add((await AdmitAsync(queue, count, limit, mayWait, ct).ConfigureAwait(false), count));
                }
            }
        }
        catch
        {
            admitted.ForEach(one => one.Load.Remove(one.Count));
            throw;
        }
    }

    private async Task<QueueLoad> AdmitAsync(string queue, int count, int limit, bool mayWait, CancellationToken ct)
    {
        var load = _loads.GetOrAdd(queue, name => new QueueLoad(name, access.Store.Query, time, _logger));
        var look = load.RefreshAsync(count, limit);
        if (mayWait)
        {
            await look.WaitAsync(ct).ConfigureAwait(false);
        }

        if (load.TryAdd(count, limit))
        {
            return load;
        }

        instruments.Refused(queue, count);
        throw new JobQuotaException(queue, load.Waiting, limit, count);
    }
}
