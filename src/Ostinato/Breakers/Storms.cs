using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Ostinato.Telemetry;

namespace Ostinato.Breakers;

/// <summary>What this process knows of breakers and of caps on retries, by kind. Empty where none is set.</summary>
internal sealed class Storms
{
    public Storms(IOptions<StormOptions> options, TimeProvider time, Instruments instruments)
    {
        Breakers = options.Value.Breakers.ToFrozenDictionary(
            entry => entry.Key, entry => new KindBreaker(entry.Key, entry.Value, time), StringComparer.Ordinal);
        Paces = options.Value.RetriesPerSecond.ToFrozenDictionary(
            entry => entry.Key, entry => new RetryPace(entry.Value, time), StringComparer.Ordinal);
        instruments.Breakers = () => Breakers.Values.Select(breaker => (breaker.Kind, breaker.Seen.State));
    }

    public FrozenDictionary<string, KindBreaker> Breakers { get; }

    public FrozenDictionary<string, RetryPace> Paces { get; }

    /// <summary>How many processes share a cap on retries.</summary>
    public void Share(int processes)
    {
        foreach (var pace in Paces.Values)
        {
            pace.Processes = processes;
        }
    }

    /// <summary>A sentence for each breaker that is not closed, as far as this process knows.</summary>
    public IReadOnlyList<string> Complaints() =>
    [
        .. Breakers.Values.Where(breaker => !breaker.IsClosed).OrderBy(breaker => breaker.Kind, StringComparer.Ordinal)
            .Select(breaker => BreakerSentence.Of(breaker.Kind, breaker.Seen)),
    ];
}
