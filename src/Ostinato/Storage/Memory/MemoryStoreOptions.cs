namespace Ostinato.Storage;

/// <summary>The bounds of the in-memory store.</summary>
public sealed class MemoryStoreOptions
{
    /// <summary>How many unfinished jobs are kept at the most; an enqueue beyond it fails. Default 1,000,000, 1 to 100,000,000.</summary>
    public int MaxJobs { get; set; } = 1_000_000;

    /// <summary>How many final jobs are kept at the most; those that ended first are dropped. Default 100,000, 0 to 100,000,000.</summary>
    public int MaxFinalJobs { get; set; } = 100_000;

    internal void Validate()
    {
        Check(nameof(MaxJobs), MaxJobs, least: 1);
        Check(nameof(MaxFinalJobs), MaxFinalJobs, least: 0);
    }

    private static void Check(string name, int value, int least)
    {
        if (value < least || value > 100_000_000)
        {
            throw new OstinatoConfigurationException(
                $"{nameof(MemoryStoreOptions)}.{name} is {value}; it must be {least} to 100000000. Correct it where UseMemory is called.");
        }
    }
}
