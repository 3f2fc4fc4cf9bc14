using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>Jobs that ended alike, as they are stored. Durations are packed, one a job.</summary>
internal readonly record struct EndedRange(
    long Low, int Count, JobState State, int Queue, int Attempt, int Crashes, DateTime FinishedAt, string? Reason, byte[]? Durations)
    : IIdRange<EndedRange>
{
    public long End => Low + Count;

    public static EndedRange Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), (JobState)row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5), row.GetDateTime(6),
        row.IsDBNull(7) ? null : row.GetString(7), row.IsDBNull(8) ? null : row.GetFieldValue<byte[]>(8));

    public EndedRange Slice(long from, long end) => this with
    {
        Low = from,
        Count = (int)(end - from),
        Durations = Durations is { } packed ? PackedDurations.Slice(packed, (int)(from - Low), (int)(end - from)) : null,
    };
}
