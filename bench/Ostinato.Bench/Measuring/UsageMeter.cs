using System.Diagnostics;
using Ostinato.Bench.Servers;

namespace Ostinato.Bench.Measuring;

/// <summary>Measures from its creation on.</summary>
internal sealed class UsageMeter
{
    private readonly ServerCensus? _census;
    private readonly Func<DatabaseCounts> _counts;
    private readonly Func<Task>? _touch;
    private readonly DatabaseCounts _countsBefore;
    private readonly long _allocatedBefore;
    private readonly TimeSpan _cpuBefore;
    private readonly long _startedAt;

    private UsageMeter(ServerCensus? census, Func<DatabaseCounts> counts, Func<Task>? touch)
    {
        (_census, _counts, _touch) = (census, counts, touch);
        _countsBefore = counts();
        _allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        _cpuBefore = Environment.CpuUsage.TotalTime;
        _startedAt = Stopwatch.GetTimestamp();
    }

    /// <summary>Starts from a collected heap.</summary>
    /// <param name="census">What the server counts; null to leave it alone.</param>
    /// <param name="counts">What this process asks of its database.</param>
    /// <param name="touch">Uses every connection a little.</param>
    public static async Task<UsageMeter> StartAsync(ServerCensus? census, Func<DatabaseCounts> counts, Func<Task>? touch = null)
    {
        if (census is not null)
        {
            await census.StartAsync(touch);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return new UsageMeter(census, counts, touch);
    }

    /// <summary>Stops the clock, and counts after a wait what was still on its way.</summary>
    public async Task<Usage> ReadAsync(TimeSpan lastTrip = default)
    {
        var elapsed = Stopwatch.GetElapsedTime(_startedAt);
        var cpu = Environment.CpuUsage.TotalTime - _cpuBefore;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - _allocatedBefore;
        await Task.Delay(lastTrip);
        var counts = _counts() - _countsBefore;
        return new Usage(elapsed, cpu, allocated, counts, _census is null ? null : await _census.ReadAsync(_touch));
    }
}
