using Microsoft.AspNetCore.Http;

namespace Ostinato;

/// <summary>What an endpoint of job results tells, and whom.</summary>
public sealed class JobResultsOptions
{
    /// <summary>
    /// Whether the caller may see a job; one that the caller may not see is not found. Ids are numbers and can be guessed: say here whose
    /// a job is, by its metadata or tags, unless every authorized caller may see every job. Default: every one.
    /// </summary>
    public Func<HttpContext, JobInfo, bool> Allow { get; set; } = static (_, _) => true;

    /// <summary>
    /// Whether the caller may read what was logged while the job ran, in the stream of events, where lines are captured
    /// (<see cref="JobLogOptions"/>). They are written for operators and may hold anything. Asked when the stream begins. Default: nobody.
    /// </summary>
    public Func<HttpContext, JobInfo, bool> AllowLines { get; set; } = static (_, _) => false;

    /// <summary>How long a request may ask to wait for the end of a job (<c>Prefer: wait=10</c>). Default 30 s, 0 s to 5 min.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(30);
}
