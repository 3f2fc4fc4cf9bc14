using System.Diagnostics;

namespace Ostinato.Bench.Measuring;

/// <summary>Measures the disk alone: a page written and flushed, the median of many.</summary>
internal static class DiskFlush
{
    private const int Flushes = 51;

    public static double Milliseconds(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        var times = new List<double>();
        for (var flush = 0; flush < Flushes; flush++)
        {
            var startedAt = Stopwatch.GetTimestamp();
            file.Write(page);
            file.Flush(flushToDisk: true);
            times.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
        }

        return times.Order().ElementAt(Flushes / 2);
    }
}
