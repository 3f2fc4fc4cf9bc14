using System.Collections.Concurrent;

namespace Ostinato.Telemetry;

/// <summary>
/// Bounds what metrics tell apart: names and queues come from the store and from callers, and a queue for each tenant would be a series for
/// each tenant. What comes after the thousandth pair is called <c>*</c>.
/// </summary>
internal sealed class KnownKinds(int most = 1_000)
{
    private static readonly (string Queue, string Name) Others = ("*", "*");

    private readonly ConcurrentDictionary<(string Queue, string Name), bool> _known = new();
    private int _count;

    public (string Queue, string Name) Bound(string queue, string name)
    {
        var kind = (queue, name);
        if (_known.ContainsKey(kind))
        {
            return kind;
        }

        if (Volatile.Read(ref _count) >= most)
        {
            return Others;
        }

        if (_known.TryAdd(kind, true))
        {
            Interlocked.Increment(ref _count);
        }

        return kind;
    }
}
