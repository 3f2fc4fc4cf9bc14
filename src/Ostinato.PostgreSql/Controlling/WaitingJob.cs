using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>A job taken from where it waited.</summary>
internal readonly record struct WaitingJob(int Queue, int Priority, int Attempt, int Crashes)
{
    /// <summary>Reads the answer of a statement that takes a job; null where it was not there.</summary>
    public static async Task<WaitingJob?> ReadAsync(NpgsqlDataReader row) => await row.ReadAsync().ConfigureAwait(false)
        ? new WaitingJob(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3))
        : null;
}

/// <summary>A final job, and the range that it ended in.</summary>
internal readonly record struct FinalJob(
    long Id, long Low, int Count, int Queue, int Priority, byte[]? Durations, int Attempt, int Crashes, JobState State)
{
    /// <summary>The job as it waited before it ended.</summary>
    public LeaseRange Waiting => new(Id, 1, Claim: 0, Queue, Priority, Seq: 0, Attempt, Crashes, Since: default, TakenAt: default);

    public static async Task<FinalJob?> ReadAsync(NpgsqlDataReader row, long id) => await row.ReadAsync().ConfigureAwait(false)
        ? new FinalJob(
            id, row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3),
            row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4), row.GetInt32(5), row.GetInt32(6), (JobState)row.GetInt32(7))
        : null;

    /// <summary>Takes the job out of its range.</summary>
    public Trip RemoveFrom(Trip trip, SqlFile sql)
    {
        var before = (int)(Id - Low);
        var after = Count - before - 1;
        if (after > 0)
        {
            trip.Add(sql["split_done"]).With(Low).With(Id + 1).With(after).WithNullable(Slice(before + 1, after));
        }

        return before > 0
            ? trip.Add(sql["shorten_done"]).With(Low).With(before).WithNullable(Slice(0, before))
            : trip.Add(sql["drop_done"]).With(Low);
    }

    private byte[]? Slice(int from, int count) => Durations is { } packed ? PackedDurations.Slice(packed, from, count) : null;
}
