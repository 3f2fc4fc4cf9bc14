using System.Diagnostics.Metrics;
using Ostinato.Statistics;
using Ostinato.Storage;

namespace Ostinato.Telemetry;

/// <summary>
/// Depth and age of the queues, and how objectives are met. Read from the store every 15 s, and only while somebody listens.
/// </summary>
internal sealed class QueueGauges
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly ObservableGauge<long> _depth;
    private readonly ObservableGauge<double> _oldest;
    private readonly ObservableGauge<double> _burnRate;
    private readonly QueueOutlook _outlook;
    private volatile IReadOnlyList<QueueInfo> _queues = [];
    private volatile IReadOnlyList<ObjectiveStatus> _objectives = [];

    public QueueGauges(Instruments instruments, QueueOutlook outlook)
    {
        _outlook = outlook;
        _depth = instruments.Meter.CreateObservableGauge("ostinato.queue.depth", Depths, "{message}", "Jobs by queue and state.");
        _oldest = instruments.Meter.CreateObservableGauge(
            "ostinato.queue.oldest_age", Ages, "s", "How long the longest-waiting available job has waited.");
        _burnRate = instruments.Meter.CreateObservableGauge(
            "ostinato.objective.burn_rate", BurnRates, "1", "How many times more jobs start late than may be.");
    }

    public async Task SampleAsync(IJobQuery query, CancellationToken ct)
    {
        if (_depth.Enabled || _oldest.Enabled)
        {
            _queues = await query.QueuesAsync(JobStates.Incomplete, ct).ConfigureAwait(false);
        }

        if (_burnRate.Enabled && _outlook.HasObjectives)
        {
            _objectives = await _outlook.ObjectivesAsync(ct).ConfigureAwait(false);
        }
    }

    private IEnumerable<Measurement<double>> BurnRates() =>
        from status in _objectives
        from rate in new[] { (Window: "5m", Value: status.BurnRate), (Window: "1h", Value: status.BurnRateInAnHour) }
        select new Measurement<double>(
            rate.Value, new("messaging.destination.name", status.Queue), new("ostinato.window", rate.Window));

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
