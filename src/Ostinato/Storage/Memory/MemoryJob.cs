namespace Ostinato.Storage;

/// <summary>One stored job: its body and where it is.</summary>
internal sealed class MemoryJob
{
    public MemoryJob(long id, NewJob job, MemoryQueue queue, DateTimeOffset now)
    {
        Id = id;
        Name = job.Name;
        Queue = queue;
        Priority = job.Priority;
        Payload = job.Payload.ToArray();
        Headers = job.Headers.ToArray();
        Unique = job.Unique is { } claim ? new MemoryUniqueClaim(MemoryUniqueKey.Of(claim), claim.While, claim.For) : null;
        EnqueuedAt = now;
    }

    public long Id { get; }

    /// <summary>The stored name, which goes with the payload.</summary>
    public string Name { get; set; }

    public MemoryQueue Queue { get; set; }

    public int Priority { get; set; }

    public byte[] Payload { get; set; }

    public byte[] Headers { get; set; }

    public MemoryUniqueClaim? Unique { get; }

    public DateTimeOffset EnqueuedAt { get; }

    /// <summary>Follows from the place; set by <see cref="MemoryPlaces"/> only.</summary>
    public JobState State { get; set; }

    /// <summary>Attempts that are spent.</summary>
    public int Spent { get; set; }

    public int Crashes { get; set; }

    /// <summary>Since when it could run, or from when on it may.</summary>
    public DateTimeOffset AvailableAt { get; set; }

    /// <summary>Its turn inside queue and priority; kept while a process holds the job, so that it can come back to it.</summary>
    public long Position { get; set; }

    public MemoryProcess? Holder { get; set; }

    /// <summary>The claim by which its holder has it. An acknowledgement of any other claim is stale.</summary>
    public ClaimedJob? Claim { get; set; }

    public string? CancelReason { get; set; }

    public DateTimeOffset FinishedAt { get; set; }

    public TimeSpan? Duration { get; set; }

    public string? Reason { get; set; }

    public SuspensionReason Suspension { get; set; }

    public byte[]? Result { get; set; }

    public MemoryErrors? Errors { get; set; }

    /// <summary>By kind and slot.</summary>
    public SortedList<(NoteKind Kind, long Slot), StoredNote>? Notes { get; set; }

    // The links of the list that the job is in, or its index in the heap of due jobs.
    public MemoryJobList? List { get; set; }

    public MemoryJob? Next { get; set; }

    public MemoryJob? Previous { get; set; }

    public int HeapIndex { get; set; } = -1;
}
