namespace Ostinato.Testing;

/// <summary>The outermost middleware of a world: it knows which handlers run, which timers are theirs, and what they threw.</summary>
internal sealed class AttemptWatch(RunningAttempts running) : IJobMiddleware
{
    public async ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct)
    {
        var attempt = running.Begin(context);
        TimerOwner.Current = attempt.Timers;
        Exception? error = null;
        try
        {
            return await next(context, ct).ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            error = thrown;
            throw;
        }
        finally
        {
            running.End(attempt, error);
        }
    }
}
