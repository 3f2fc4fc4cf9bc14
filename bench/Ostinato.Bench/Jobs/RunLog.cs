using System.Diagnostics;
using System.Globalization;

namespace Ostinato.Bench.Jobs;

/// <summary>Tells the process that started this one what runs here: a line for each beginning and each end.</summary>
internal sealed class RunLog
{
    private readonly Lock _lock = new();

    public void Begun(int job) => Write('B', job);

    public void Ended(int job) => Write('E', job);

    private void Write(char what, int job)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{what} {job} {Stopwatch.GetTimestamp()}");
        lock (_lock)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
