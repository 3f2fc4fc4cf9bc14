using System.Runtime.InteropServices;

namespace Ostinato.Storage;

/// <summary>Which job took each unique key last. Whether it still keeps others out follows from its own claim.</summary>
internal sealed class MemoryUniqueKeys
{
    private readonly Dictionary<MemoryUniqueKey, MemoryJob> _holders = [];

    public int Count => _holders.Count;

    public MemoryJob? Holder(MemoryUniqueKey key) => _holders.GetValueOrDefault(key);

    /// <summary>The other job that keeps this one from its key, if there is one.</summary>
    public MemoryJob? Rival(MemoryJob job, DateTimeOffset now) =>
        job.Unique is { } claim && Holder(claim.Key) is { } holder && holder != job && holder.Unique!.Holds(holder, now) ? holder : null;

    public void Take(MemoryJob job)
    {
        if (job.Unique is { } claim)
        {
            _holders[claim.Key] = job;
        }
    }

    public void Release(MemoryJob job)
    {
        if (job.Unique is { } claim && Holder(claim.Key) == job)
        {
            _holders.Remove(claim.Key);
        }
    }
}

/// <summary>What a job claims for itself, and for how long.</summary>
internal sealed record MemoryUniqueClaim(MemoryUniqueKey Key, JobStates While, TimeSpan? For)
{
    /// <summary>Whether the job, in the state it is in, still keeps others from its key.</summary>
    public bool Holds(MemoryJob job, DateTimeOffset now) =>
        While.Includes(job.State) && (For is not { } period || now - job.EnqueuedAt < period);
}

/// <summary>The 32 bytes of a unique key.</summary>
internal readonly record struct MemoryUniqueKey(ulong A, ulong B, ulong C, ulong D)
{
    public static MemoryUniqueKey Of(UniqueClaim claim) => claim.Key.Length == 32
        ? MemoryMarshal.Read<MemoryUniqueKey>(claim.Key.Span)
        : throw new ArgumentException($"A unique key has {claim.Key.Length} bytes; it must have 32.", nameof(claim));
}
