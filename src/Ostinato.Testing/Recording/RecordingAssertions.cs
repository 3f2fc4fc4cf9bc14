using System.Runtime.CompilerServices;

namespace Ostinato.Testing;

/// <summary>
/// Expectations about what was enqueued. They need no test framework: what does not hold throws <see cref="JobAssertionException"/>.
/// </summary>
public static class RecordingAssertions
{
    /// <summary>Expects at least one job of a kind; the links that follow say more about it.</summary>
    /// <typeparam name="TJob">The payload, or a base type or interface of several.</typeparam>
    /// <param name="client">The client that the code under test used.</param>
    /// <param name="predicate">What the payload must be like. Default: anything.</param>
    /// <param name="text">The text of the predicate, for the message; left to the compiler.</param>
    /// <exception cref="JobAssertionException">No job matches. The message lists those that come near.</exception>
    public static EnqueuedJobs<TJob> ShouldHaveEnqueued<TJob>(
        this RecordingJobClient client, Func<TJob, bool>? predicate = null,
        [CallerArgumentExpression(nameof(predicate))] string? text = null)
        where TJob : notnull
    {
        ArgumentNullException.ThrowIfNull(client);
        var (matching, wanted) = (Matching(client, predicate), Wanted<TJob>(predicate, text));
        return matching.Count > 0
            ? new EnqueuedJobs<TJob>(matching, wanted)
            : throw new JobAssertionException($"Expected {wanted}, but {Found<TJob>(client)}");
    }

    /// <summary>Expects no job of a kind.</summary>
    /// <typeparam name="TJob">The payload, or a base type or interface of several.</typeparam>
    /// <param name="client">The client that the code under test used.</param>
    /// <param name="predicate">What the payload would be like. Default: anything.</param>
    /// <param name="text">The text of the predicate, for the message; left to the compiler.</param>
    /// <exception cref="JobAssertionException">A job matches; the message lists it.</exception>
    public static void ShouldNotHaveEnqueued<TJob>(
        this RecordingJobClient client, Func<TJob, bool>? predicate = null,
        [CallerArgumentExpression(nameof(predicate))] string? text = null)
        where TJob : notnull
    {
        ArgumentNullException.ThrowIfNull(client);
        if (Matching(client, predicate) is { Count: > 0 } matching)
        {
            var wanted = Wanted<TJob>(predicate, text);
            throw new JobAssertionException(
                $"Expected no {wanted}, but found {matching.Count}.{JobAssertionException.List("These match:", matching)}");
        }
    }

    /// <summary>Expects that nothing was enqueued at all.</summary>
    /// <exception cref="JobAssertionException">Something was; the message lists it.</exception>
    public static void ShouldHaveEnqueuedNothing(this RecordingJobClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (client.Jobs is { Count: > 0 } jobs)
        {
            throw new JobAssertionException(
                $"Expected no job, but found {jobs.Count}.{JobAssertionException.List("These were enqueued:", jobs)}");
        }
    }

    private static List<RecordedJob> Matching<TJob>(RecordingJobClient client, Func<TJob, bool>? predicate) =>
        [.. client.Jobs.Where(job => job.Payload is TJob payload && (predicate is null || predicate(payload)))];

    private static string Wanted<TJob>(Delegate? predicate, string? text) =>
        predicate is null ? typeof(TJob).Name : $"{typeof(TJob).Name} where {text}";

    private static string Found<TJob>(RecordingJobClient client)
    {
        var jobs = client.Jobs;
        var near = jobs.Where(job => job.Payload is TJob).ToList();
        return (jobs.Count, near.Count) switch
        {
            (0, _) => "nothing was enqueued.",
            (_, 0) => $"no {typeof(TJob).Name} was enqueued.{JobAssertionException.List("Other jobs:", jobs)}",
            _ => $"found none.{JobAssertionException.List("Near matches:", near)}",
        };
    }
}
