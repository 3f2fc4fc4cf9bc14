namespace Ostinato;

/// <summary>Runs around every attempt, inside its dependency injection scope.</summary>
/// <remarks>The chain is built once, in the order of registration; the first registered is the outermost.</remarks>
public interface IJobMiddleware
{
    /// <summary>Does its part and calls <paramref name="next"/>, or throws, or returns another outcome.</summary>
    ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct);
}

/// <summary>The rest of the chain, and at its end the handler.</summary>
public delegate ValueTask<JobOutcome> JobNext(JobContext context, CancellationToken ct);
