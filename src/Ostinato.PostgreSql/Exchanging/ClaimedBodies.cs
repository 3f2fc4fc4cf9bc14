using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>The bodies of what the claims of one trip took, by id.</summary>
internal sealed class ClaimedBodies
{
    private readonly List<Body> _bodies = [];

    /// <summary>Their kinds; one may be there more than once.</summary>
    public List<int> Kinds { get; } = [];

    /// <summary>When they were taken.</summary>
    public DateTime TakenAt => _bodies.Count == 0 ? default : _bodies[0].TakenAt;

    /// <param name="reader">Stands before the first.</param>
    /// <param name="count">How many there are.</param>
    public async Task ReadAsync(NpgsqlDataReader reader, int count)
    {
        _bodies.EnsureCapacity(count);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            var body = Body.Read(reader);
            _bodies.Add(body);
            if (Kinds.Count == 0 || Kinds[^1] != body.Kind)
            {
                Kinds.Add(body.Kind);
            }
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
