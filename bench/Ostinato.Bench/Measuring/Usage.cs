using System.Diagnostics;
using Ostinato.Bench.Servers;

namespace Ostinato.Bench.Measuring;

/// <summary>What a stretch of time cost this process and its database.</summary>
internal readonly record struct Usage(
    TimeSpan Elapsed, TimeSpan Cpu, long AllocatedBytes, DatabaseCounts Database, ServerUsage? Server)
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
