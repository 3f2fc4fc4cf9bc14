using System.Diagnostics;
using Ostinato;
using Signup.Signups;

namespace Signup.Jobs;

/// <summary>Writes a line for every attempt, so that a person can follow what happens.</summary>
public sealed class Progress(Counters counters, ILogger<Progress> logger) : IJobMiddleware
{
    public async ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct)
    {
        var startedAt = Stopwatch.GetTimestamp();
        try
        {
            var outcome = await next(context, ct);
            counters.Done();
            logger.Log(
                LevelFor(context, LogLevel.Information), "{Job} done in {Elapsed:N0} ms (job {Id}, attempt {Attempt})",
                context.Payload, Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds, context.Id, context.Attempt);
            return outcome;
        }
        catch (Exception error)
        {
            counters.Failed();
            logger.Log(
                LevelFor(context, LogLevel.Warning), "{Job} failed on attempt {Attempt} of {MaxAttempts} (job {Id}): {Error}",
                context.Payload, context.Attempt, context.MaxAttempts, context.Id, error.Message);
            throw;
        }
    }

    /// <summary>The jobs of an import are too many for a line each; they are in the summary.</summary>
    private static LogLevel LevelFor(JobContext context, LogLevel level) => context.Tags.Contains(Import.Tag) ? LogLevel.Debug : level;
}
