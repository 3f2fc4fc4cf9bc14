
namespace Ostinato.Storage.Sql;

/// <summary>What a store with tables asks of a new job.</summary>
internal static class NewJobRules
{
    private const int KeyLength = 32;

    public static void Check(NewJob job)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(job.Priority, JobDefaults.FirstPriority, nameof(job));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(job.Priority, JobDefaults.LastPriority, nameof(job));
        if (job.Unique is { Key.Length: not KeyLength and var length })
        {
            throw new ArgumentException($"The unique key of '{job.Name}' has {length} bytes; it must have {KeyLength}.", nameof(job));
        }
    }
}
