using Ostinato;

namespace Signup.Jobs;

/// <summary>How many attempts ended well and how many did not, since this process started.</summary>
public sealed class Counters
{
    private long _done;
    private long _failed;

    public (long Done, long Failed) Now => (Interlocked.Read(ref _done), Interlocked.Read(ref _failed));

    public void Done() => Interlocked.Increment(ref _done);

    public void Failed() => Interlocked.Increment(ref _failed);
}

/// <summary>Writes a line every few seconds while there is something to say.</summary>
public sealed class Summary(Counters counters, IJobAdmin admin, ILogger<Summary> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        var last = counters.Now;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = counters.Now;
            if (now != last)
            {
                last = now;
                await WriteAsync(now.Done, now.Failed, stoppingToken);
            }
        }
    }

    private async Task WriteAsync(long done, long failed, CancellationToken ct)
    {
        try
        {
            var counts = (await admin.Queues.ListAsync(ct)).SelectMany(queue => queue.Counts).ToLookup(count => count.Key, count => count.Value);
            logger.LogInformation(
                "So far {Done:N0} attempts done and {Failed:N0} failed. {Waiting:N0} jobs wait, {Running:N0} run, {Retry:N0} wait for a retry, {Discarded:N0} were given up.",
                done, failed, counts[JobState.Available].Sum(), counts[JobState.Executing].Sum(), counts[JobState.Retryable].Sum(), counts[JobState.Discarded].Sum());
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            logger.LogWarning(error, "The queues could not be counted.");
        }
    }
}
