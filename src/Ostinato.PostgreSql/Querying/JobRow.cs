using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>A job with the place where it is, as the statements of Query.sql give it from some column on.</summary>
internal static class JobRow
{
    /// <summary>The columns of kind and queue, whose names must be known.</summary>
    public static (int Kind, int Queue) Numbers(NpgsqlDataReader row, int first) => (row.GetInt32(first + 1), row.GetInt32(first + 2));

    /// <summary>Everything but the names.</summary>
    public static JobInfo Read(NpgsqlDataReader row, int first)
    {
        var id = row.GetInt64(first);
        var state = (JobState)row.GetInt32(first + 8);
        DateTimeOffset? at = row.IsDBNull(first + 11) ? null : Instants.Of(row.GetDateTime(first + 11));
        return new JobInfo
        {
            Id = new JobId(id),
            Name = "",
            Queue = "",
            Priority = row.GetInt16(first + 3),
            EnqueuedAt = Instants.Of(row.GetDateTime(first + 4)),
            Headers = row.IsDBNull(first + 5) ? default : row.GetFieldValue<byte[]>(first + 5),
            Payload = row.GetFieldValue<byte[]>(first + 6),
            State = state,
            Attempt = row.GetInt32(first + 9),
            Crashes = row.GetInt16(first + 10),
            DueAt = state is JobState.Scheduled or JobState.Retryable ? at : null,
            ClaimedAt = state == JobState.Executing ? at : null,
            FinishedAt = state.IsFinal() ? at : null,
            Process = row.IsDBNull(first + 12) ? null : new ProcessIdentity(row.GetInt32(first + 12), row.GetInt32(first + 13)),
            Reason = row.IsDBNull(first + 14) ? null : row.GetString(first + 14),
            Suspension = (SuspensionReason)row.GetInt16(first + 15),
            Duration = Duration(row, first, id),
            IsCancelRequested = row.GetBoolean(first + 17),
        };
    }

    private static TimeSpan? Duration(NpgsqlDataReader row, int first, long id) => row.IsDBNull(first + 16)
        ? null
        : PackedDurations.Read(row.GetFieldValue<byte[]>(first + 16), (int)(id - row.GetInt64(first + 7)));
}
