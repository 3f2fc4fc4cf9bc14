using System.Diagnostics.Metrics;

namespace Ostinato.Tests.Telemetry;

/// <summary>Hears what is measured about one queue, or by one meter; other tests measure at the same time.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<(string Instrument, double Value, string? Outcome)> _seen = [];
    private readonly MeterListener _listener = new();
    private readonly string? _queue;

    public Measurements(string queue)
        : this(instrument => instrument.Meter.Name == "Ostinato", queue)
    {
    }

    public Measurements(OneMeter meter)
        : this(instrument => ReferenceEquals(instrument.Meter, meter.Meter), null)
    {
    }

    private Measurements(Func<Instrument, bool> hears, string? queue)
    {
        _queue = queue;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (hears(instrument))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    public double Sum(string instrument) => Of(instrument).Sum(one => one.Value);

    public IEnumerable<string?> Outcomes(string instrument) => Of(instrument).Select(one => one.Outcome);

    /// <summary>Asks the gauges.</summary>
    public void Sample() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private List<(string Instrument, double Value, string? Outcome)> Of(string instrument)
    {
        lock (_lock)
        {
            return _seen.FindAll(one => one.Instrument == instrument);
        }
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var all = tags.ToArray().ToDictionary();
        if (_queue is not null && !_queue.Equals(all.GetValueOrDefault("messaging.destination.name")))
        {
            return;
        }

        lock (_lock)
        {
            _seen.Add((instrument.Name, value, all.GetValueOrDefault("ostinato.outcome") as string));
        }
    }
}

/// <summary>One meter for all engines of a test, and for no other test.</summary>
internal sealed class OneMeter : IMeterFactory
{
    public Meter Meter { get; } = new("Ostinato");

    public Meter Create(MeterOptions options) => Meter;

    public void Dispose() => Meter.Dispose();
}
