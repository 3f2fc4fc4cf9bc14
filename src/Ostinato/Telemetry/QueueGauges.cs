using System.Diagnostics.Metrics;
using Ostinato.Storage;

namespace Ostinato.Telemetry;

/// <summary>Depth and age of the queues. Read from the store every 15 s, and only while somebody listens.</summary>
internal sealed class QueueGauges
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly ObservableGauge<long> _depth;
    private readonly ObservableGauge<double> _oldest;
    private volatile IReadOnlyList<QueueInfo> _queues = [];

    public QueueGauges(Instruments instruments)
    {
        _depth = instruments.Meter.CreateObservableGauge("ostinato.queue.depth", Depths, "{message}", "Jobs by queue and state.");
        _oldest = instruments.Meter.CreateObservableGauge(
            "ostinato.queue.oldest_age", Ages, "s", "How long the longest-waiting available job has waited.");
    }

    public async Task SampleAsync(IJobQuery query, CancellationToken ct)
    {
        if (_depth.Enabled || _oldest.Enabled)
        {
            _queues = await query.QueuesAsync(JobStates.Incomplete, ct).ConfigureAwait(false);
        }
    }

    private IEnumerable<Measurement<long>> Depths() =>
        from queue in _queues
        from count in queue.Counts
        select new Measurement<long>(
            count.Value, new("messaging.destination.name", queue.Name), new("ostinato.state", count.Key.ToString()));

    private IEnumerable<Measurement<double>> Ages() =>
        from queue in _queues
        select new Measurement<double>(
            queue.OldestAvailable?.TotalSeconds ?? 0, new KeyValuePair<string, object?>("messaging.destination.name", queue.Name));
}
