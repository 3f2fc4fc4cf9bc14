using System.Globalization;

namespace Ostinato.Execution;

/// <summary>How large a stored result may be. Pure.</summary>
internal static class ResultLimit
{
    /// <summary>
    /// The same outcome, unless its result is too large. Another attempt would return the same, so that the job is discarded: its work is
    /// done, and what it returned is lost.
    /// </summary>
    public static JobOutcome Require(string job, JobOutcome outcome, int limit)
    {
        if (outcome is JobOutcome.Completed { Result: { } result })
        {
            Require(job, result.Length, limit);
        }

        return outcome;
    }

    /// <exception cref="JobDiscardedException">It is too large.</exception>
    public static void Require(string job, int size, int limit)
    {
        if (size > limit)
        {
            throw new JobDiscardedException(
                string.Create(
                    CultureInfo.InvariantCulture, $"The result of job '{job}' has {size:N0} bytes; at most {limit:N0} are stored. ")
                + "Keep the data elsewhere and return a reference to it, or raise Ostinato:Worker:MaxResultBytes. Its work is done; "
                + "another attempt would do it again.");
        }
    }
}
