using Ostinato.Storage;

namespace Ostinato.Processes;

/// <summary>
/// Tells the dead from the living by counting looks at which a beat had not moved. Pure: it reads no clock, so no clock can fool it.
/// </summary>
/// <remarks>A watcher that was itself paused looks fewer times, never more; one look after it wakes is still one look.</remarks>
internal sealed class ProcessWatch(int missedBeats)
{
    private Dictionary<ProcessIdentity, (long Beat, int Misses)> _seen = [];

    /// <summary>Takes a look and returns those whose beat has not moved for so many looks in a row.</summary>
    public List<ProcessBeat> Observe(IReadOnlyList<ProcessBeat> beats, ProcessIdentity self)
    {
        var seen = new Dictionary<ProcessIdentity, (long Beat, int Misses)>(beats.Count);
        var dead = new List<ProcessBeat>();
        foreach (var (process, beat) in beats)
        {
            if (process == self)
            {
                continue;
            }

            var misses = _seen.TryGetValue(process, out var before) && before.Beat == beat ? before.Misses + 1 : 0;
            seen[process] = (beat, misses);
            if (misses >= missedBeats)
            {
                dead.Add(new ProcessBeat(process, beat));
            }
        }

        _seen = seen;
        return dead;
    }
}
