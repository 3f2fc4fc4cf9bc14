namespace Ostinato.Storage;

/// <summary>The in-memory store holds as many unfinished jobs as it may. Nothing was stored.</summary>
public sealed class JobStoreFullException : InvalidOperationException
{
    internal JobStoreFullException(int asked, int held, int bound)
        : base(
            $"The in-memory store cannot take {asked} more job(s): {held} of at most {bound} unfinished jobs are there. "
            + $"Nothing was stored. Run more workers, raise {nameof(MemoryStoreOptions)}.{nameof(MemoryStoreOptions.MaxJobs)}, "
            + "or use a store on disk.")
    {
    }
}
