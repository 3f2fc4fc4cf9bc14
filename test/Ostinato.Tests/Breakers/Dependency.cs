namespace Ostinato.Tests.Breakers;

/// <summary>What handlers need and a test takes away: while it is down every attempt fails.</summary>
internal sealed class Dependency(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<(DateTimeOffset At, JobId Job)> _calls = [];

    public bool IsDown { get; set; }

    /// <summary>Every attempt that came so far.</summary>
    public IReadOnlyList<(DateTimeOffset At, JobId Job)> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public void Call(JobId job)
    {
        lock (_lock)
        {
            _calls.Add((time.GetUtcNow(), job));
        }

        if (IsDown)
        {
            throw new TimeoutException("the vendor does not answer");
        }
    }
}

internal sealed class NeedsDependency(Dependency dependency) : IJobMiddleware
{
    public ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct)
    {
        dependency.Call(context.Id);
        return next(context, ct);
    }
}
