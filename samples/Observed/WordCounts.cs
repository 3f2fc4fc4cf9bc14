using System.Diagnostics;
using Ostinato;

namespace Observed;

/// <summary>Enqueues a job for each text file of a folder, in one span.</summary>
public sealed class WordCounts(IJobClient jobs)
{
    public static readonly ActivitySource Source = new("Observed");

    public async Task<Started> StartAsync(string folder, CancellationToken ct)
    {
        using var span = Source.StartActivity("count the words of a folder");
        var files = Directory.GetFiles(folder, "*.md");
        foreach (var file in files)
        {
            await jobs.EnqueueAsync(new CountWords(file), ct: ct);
        }

        return new Started(files.Length, span?.TraceId.ToString());
    }

    /// <summary>Writes a line for each job that has ended, whatever the cause.</summary>
    public static ValueTask TellAsync(FinalJob job, CancellationToken ct)
    {
        Console.WriteLine($"{job.Name} {job.Id}: {job.State} by {job.Cause}, attempt {job.Attempt}, {job.Duration}. {job.Reason}");
        return default;
    }
}

/// <summary>How many jobs were enqueued, in which trace.</summary>
public sealed record Started(int Files, string? Trace);
