using System.Diagnostics;

namespace Ostinato.Bench.Measuring;

/// <summary>What a stretch of time cost this process and its database.</summary>
internal readonly record struct Usage(TimeSpan Elapsed, TimeSpan Cpu, long AllocatedBytes, DatabaseCounts Database)
{
    /// <summary>The most memory this process has held at any time, in bytes.</summary>
    public static long PeakMemory
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }
}

/// <summary>How often the database was asked, and how often it committed, with a flush to the disk or without.</summary>
internal readonly record struct DatabaseCounts(long Statements, long Commits, long Flushes, long Looks)
{
    public static DatabaseCounts operator -(DatabaseCounts after, DatabaseCounts before) => new(
        after.Statements - before.Statements, after.Commits - before.Commits, after.Flushes - before.Flushes, after.Looks - before.Looks);
}

/// <summary>Measures from its creation on.</summary>
internal sealed class UsageMeter
{
    private readonly Func<DatabaseCounts> _counts;
    private readonly DatabaseCounts _countsBefore;
    private readonly long _allocatedBefore;
    private readonly TimeSpan _cpuBefore;
    private readonly long _startedAt;

    private UsageMeter(Func<DatabaseCounts> counts)
    {
        _counts = counts;
        _countsBefore = counts();
        _allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        _cpuBefore = Environment.CpuUsage.TotalTime;
        _startedAt = Stopwatch.GetTimestamp();
    }

    /// <summary>Starts from a collected heap.</summary>
    public static UsageMeter Start(Func<DatabaseCounts> counts)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return new UsageMeter(counts);
    }

    public Usage Read()
    {
        var elapsed = Stopwatch.GetElapsedTime(_startedAt);
        var cpu = Environment.CpuUsage.TotalTime - _cpuBefore;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - _allocatedBefore;
        return new Usage(elapsed, cpu, allocated, _counts() - _countsBefore);
    }
}
