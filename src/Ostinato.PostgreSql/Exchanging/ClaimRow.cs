using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>One claimed job as the server gives it: its body, the range it was taken from, and the lease it is in.</summary>
internal readonly record struct ClaimRow(
    long Id, int Kind, DateTime CreatedAt, byte[]? Headers, byte[] Payload, short Line, long Seq, int Attempt, int Crashes, DateTime Since,
    long LeaseLow, long LeaseSeq, DateTime LeaseSince, DateTime TakenAt)
{
    public static ClaimRow Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), row.GetDateTime(2), row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3),
        row.GetFieldValue<byte[]>(4), row.GetInt16(5), row.GetInt64(6), row.GetInt32(7), row.GetInt16(8), row.GetDateTime(9),
        row.GetInt64(10), row.GetInt64(11), row.GetDateTime(12), row.GetDateTime(13));

    public ClaimedJob Job(string queue, Names kinds, ClaimToken token) => new()
    {
        Id = new JobId(Id),
        Name = kinds.NameOf(Kind),
        Queue = queue,
        Priority = ClaimRule.PriorityOf(Line),
        Attempt = Attempt + 1,
        Crashes = Crashes,
        Payload = Payload,
        Headers = Headers,
        EnqueuedAt = Instants.Of(CreatedAt),
        AvailableAt = Instants.Of(Since),
        ClaimedAt = Instants.Of(TakenAt),
        Token = token,
    };

    public LeaseRange Lease(long claim, int queue) => new(
        LeaseLow, 1, claim, queue, ClaimRule.PriorityOf(Line), LeaseSeq, Attempt, Crashes, LeaseSince, TakenAt);
}
