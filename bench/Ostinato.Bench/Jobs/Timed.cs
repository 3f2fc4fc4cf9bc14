using System.Collections.Concurrent;
using System.Diagnostics;

namespace Ostinato.Bench.Jobs;

/// <summary>Says when it was enqueued, on the monotonic clock that all processes of a machine share.</summary>
[Job("bench.timed")]
public sealed record Timed(int Number, long SentAt);

internal sealed class TimedHandler(Delays delays) : IJobHandler<Timed>
{
    public Task HandleAsync(Timed job, JobContext context, CancellationToken ct)
    {
        delays.Add(Stopwatch.GetElapsedTime(job.SentAt));
        return Task.CompletedTask;
    }
}

/// <summary>How long jobs took from the call to the first line of their handler.</summary>
internal sealed class Delays
{
    private readonly ConcurrentQueue<double> _milliseconds = new();

    public IReadOnlyCollection<double> Milliseconds => _milliseconds;

    public void Add(TimeSpan delay) => _milliseconds.Enqueue(delay.TotalMilliseconds);

    public void Clear() => _milliseconds.Clear();
}
