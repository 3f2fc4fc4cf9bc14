using Ostinato;

namespace Observed;

/// <summary>Counts the words of a text file.</summary>
[Job("count-words", Queue = "texts", MaxAttempts = 3, Timeout = "00:01:00")]
[Retry(BackoffShape.Constant, Initial = "00:00:01")]
public sealed record CountWords(string Path) : IJobResult<int>;

public sealed class CountWordsHandler : IJobHandler<CountWords, int>
{
    public async Task<int> HandleAsync(CountWords job, JobContext context, CancellationToken ct)
    {
        var words = 0;
        await foreach (var line in File.ReadLinesAsync(job.Path, ct))
        {
            words += line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        }

        return words;
    }
}
