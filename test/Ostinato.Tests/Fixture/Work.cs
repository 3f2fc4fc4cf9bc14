namespace Ostinato.Tests;

/// <summary>A job that says itself what its handler does: one act for each attempt, the last one for all that follow.</summary>
[Job("work")]
internal sealed record Work(string Key, params Act[] Acts)
{
    public Act On(int attempt) => Acts.Length == 0 ? Act.Succeed : Acts[Math.Min(attempt, Acts.Length) - 1];
}

/// <summary>What a handler does.</summary>
public enum Act
{
    Succeed,
    Throw,
    ThrowBeforeTheFirstAwait,
    ThrowDiscarded,
    ThrowCancelled,
    ReturnSnooze,
    ReturnCancel,
    ReturnDiscard,
    ReturnRetryAt,
    ReturnNull,

    /// <summary>Waits until the test opens its gate or the token is cancelled.</summary>
    Wait,

    /// <summary>Waits until the test opens its gate, whatever the token says.</summary>
    Ignore,

    /// <summary>Blocks its thread until the test opens its gate.</summary>
    Block,
}

internal sealed class WorkHandler(Recorder recorder, EngineName engine) : IJobHandler<Work, JobOutcome>
{
    public static readonly TimeSpan SnoozeFor = TimeSpan.FromMinutes(5);
    public static readonly DateTimeOffset RetryAt = new(2030, 1, 1, 6, 0, 0, TimeSpan.Zero);

    public Task<JobOutcome> HandleAsync(Work job, JobContext context, CancellationToken ct)
    {
        var run = recorder.Begin(job.Key, context, engine, ct);
        return job.On(context.Attempt) == Act.ThrowBeforeTheFirstAwait
            ? throw new InvalidOperationException("broken at once")
            : RunAsync(job, run, ct);
    }

    private async Task<JobOutcome> RunAsync(Work job, Run run, CancellationToken ct)
    {
        await Task.Yield();
        try
        {
            return await ActAsync(job.On(run.Attempt), run, ct);
        }
        finally
        {
            recorder.End(run);
        }
    }

    private async Task<JobOutcome> ActAsync(Act act, Run run, CancellationToken ct)
    {
        switch (act)
        {
            case Act.Wait:
                await recorder.ParkAsync(run, ct);
                return JobOutcome.Done;
            case Act.Ignore:
                await recorder.ParkAsync(run, CancellationToken.None);
                return JobOutcome.Done;
            case Act.Block:
                recorder.Block(run);
                return JobOutcome.Done;
            default:
                return act switch
                {
                    Act.Throw => throw new InvalidOperationException("broken"),
                    Act.ThrowDiscarded => throw new JobDiscardedException("pointless"),
                    Act.ThrowCancelled => throw new JobCancelledException("unwanted"),
                    Act.ReturnSnooze => JobOutcome.Snooze(SnoozeFor),
                    Act.ReturnCancel => JobOutcome.Cancel("not needed"),
                    Act.ReturnDiscard => JobOutcome.Discard("too old"),
                    Act.ReturnRetryAt => JobOutcome.RetryAt(RetryAt, "closed until six"),
                    Act.ReturnNull => null!,
                    _ => JobOutcome.Done,
                };
        }
    }
}
