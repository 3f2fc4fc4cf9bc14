using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>The bodies of what the claims of one trip took, by id.</summary>
internal sealed class ClaimedBodies
{
    private readonly List<Body> _bodies = [];

    public IEnumerable<int> Kinds => _bodies.Select(body => body.Kind);

    /// <summary>When they were taken.</summary>
    public DateTime TakenAt => _bodies.Count == 0 ? default : _bodies[0].TakenAt;

    public async Task ReadAsync(NpgsqlDataReader reader)
    {
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            _bodies.Add(Body.Read(reader));
        }

        _bodies.Sort(static (one, other) => one.Id.CompareTo(other.Id));
    }

    /// <summary>The bodies of a range, in order.</summary>
    public ReadOnlySpan<Body> Of(in TakenRange range)
    {
        var first = _bodies.BinarySearch(new Body(range.Low, 0, default, null, [], default), Body.ById);
        var bodies = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bodies)[(first < 0 ? ~first : first)..];
        var count = 0;
        while (count < bodies.Length && bodies[count].Id < range.End)
        {
            count++;
        }

        return bodies[..count];
    }
}

/// <summary>What of a claimed job is in its body, and when it was taken.</summary>
internal readonly record struct Body(long Id, int Kind, DateTime CreatedAt, byte[]? Headers, byte[] Payload, DateTime TakenAt)
{
    public static IComparer<Body> ById { get; } = Comparer<Body>.Create(static (one, other) => one.Id.CompareTo(other.Id));

    public static Body Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), row.GetDateTime(2), row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3),
        row.GetFieldValue<byte[]>(4), row.GetDateTime(5));
}
