using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>Jobs that a claim took from one place in line.</summary>
internal readonly record struct TakenRange(short Line, long Seq, long Low, int Count, int Attempt, int Crashes, DateTime Since)
{
    public long End => Low + Count;

    public static TakenRange Read(NpgsqlDataReader row) => new(
        row.GetInt16(0), row.GetInt64(1), row.GetInt64(2), row.GetInt32(3), row.GetInt32(4), row.GetInt16(5), row.GetDateTime(6));
}
