namespace Ostinato.Sqlite;

/// <summary>Which job took each unique key last. Whether it still keeps others out follows from its own claim and its state.</summary>
internal sealed class UniqueKeys(Database database, Places places)
{
    private static readonly SqlFile Sql = SqlFile.Load("UniqueKeys");

    private readonly Statement _holder = database.Prepare(Sql["holder"]);
    private readonly Statement _take = database.Prepare(Sql["take"]);
    private readonly Statement _ofJob = database.Prepare(Sql["of_job"]);

    /// <summary>The job that took the key last, if it still exists.</summary>
    public UniqueHolder? Holder(ReadOnlySpan<byte> key)
    {
        UniqueHolder? holder = _holder.Set(1, key).Read()
            ? new UniqueHolder(_holder.Long(0), (JobStates)_holder.Int(1), _holder.LongOrNull(2), _holder.Long(3))
            : null;
        _holder.Close();
        return holder;
    }

    /// <summary>Whether the holder, in the state it is in, still keeps others from its key.</summary>
    public bool Keeps(in UniqueHolder holder, long now) =>
        (holder.For is not { } time || now - holder.StoredAt < time)
        && places.StateOf(holder.Job) is { } state && holder.While.Includes(state);

    public void Take(ReadOnlySpan<byte> key, long job) => _take.Set(1, key).Set(2, job).Run();

    /// <summary>Takes the key that a job claimed, if it did, unless another job keeps it.</summary>
    public bool TryTake(long job, long now)
    {
        if (Of(job) is not { } key)
        {
            return true;
        }

        if (Holder(key) is { } holder && holder.Job != job && Keeps(holder, now))
        {
            return false;
        }

        Take(key, job);
        return true;
    }

    private byte[]? Of(long job)
    {
        var key = _ofJob.Set(1, job).Read() ? _ofJob.Bytes(0) : null;
        _ofJob.Close();
        return key;
    }
}

/// <summary>A job that took a unique key, and what it claims.</summary>
internal readonly record struct UniqueHolder(long Job, JobStates While, long? For, long StoredAt);
