using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

internal sealed class PostgreSqlNotes(Links links, HeldByProcess processes, SqlFile sql) : IJobNotes
{
    private const int MostTries = 5;

    public async ValueTask<IReadOnlyList<ClaimedJob>> WriteAsync(
        ProcessIdentity process, IReadOnlyList<JobNote> notes, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(notes);
        var held = processes.Of(process);
        var mine = notes.Where(note => Holds(held, note.Job)).ToList();
        var written = mine.Count == 0 ? [] : await WriteAsync(held, mine, ct).ConfigureAwait(false);
        return [.. notes.Select(note => note.Job).Where(job => !written.Contains(NotesTrip.Number(job)))];
    }

    public async ValueTask<ReadOnlyMemory<byte>?> CheckpointAsync(JobId id, CancellationToken ct) =>
        id.TryGetNumber(out var number)
        && await links.RunAsync(link => CheckpointAsync(link, number), ct).ConfigureAwait(false) is { } body
            ? body
            : default(ReadOnlyMemory<byte>?);

    public async ValueTask<IReadOnlyList<StoredNote>> LinesAsync(JobId id, long after, CancellationToken ct) =>
        id.TryGetNumber(out var number)
            ? await links.RunAsync(link => LinesAsync(link, number, after), ct).ConfigureAwait(false)
            : [];

    /// <summary>Reads all rows of an answer.</summary>
    public static async Task<List<StoredNote>> ReadAsync(NpgsqlDataReader reader)
    {
        var notes = new List<StoredNote>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            notes.Add(new StoredNote(
                (NoteKind)reader.GetInt16(0), reader.GetInt64(1), reader.GetInt32(2), Instants.Of(reader.GetDateTime(3)),
                reader.GetFieldValue<byte[]>(4)));
        }

        return notes;
    }

    private async ValueTask<HashSet<long>> WriteAsync(HeldLeases held, List<JobNote> notes, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await links.RunAsync(link => WriteAsync(link, held, notes), ct).ConfigureAwait(false);
            }
            catch (PostgresException error) when (StoreErrors.Is(error, StoreErrors.LostLease))
            {
                return [];
            }
            catch (PostgresException error) when (attempt < MostTries && StoreErrors.Is(error, StoreErrors.PastRound))
            {
                // An exchange has asked meanwhile what is held; what is written belongs to the round that it began.
            }
        }
    }

    private async Task<HashSet<long>> WriteAsync(Link link, HeldLeases held, List<JobNote> notes)
    {
        await using var trip = link.Trip()
            .Add(sql["fence"]).With((int)held.Process.Id).With((int)held.Process.Epoch).With(held.Round);
        trip.ForgetLines(sql, notes)
            .Add(sql["write"]).With((int)held.Process.Id).With((int)held.Process.Epoch).WithNotes(notes);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var written = new HashSet<long>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            written.Add(reader.GetInt64(0));
        }

        // An error of the commit comes only when everything is read.
        await reader.NextResultAsync().ConfigureAwait(false);
        return written;
    }

    private async Task<byte[]?> CheckpointAsync(Link link, long id)
    {
        await using var trip = link.Trip().Add(sql["pin"]).Add(sql["checkpoint"]).With(id);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        return await reader.ReadAsync().ConfigureAwait(false) ? reader.GetFieldValue<byte[]>(0) : null;
    }

    private async Task<List<StoredNote>> LinesAsync(Link link, long id, long after)
    {
        await using var trip = link.Trip().Add(sql["pin"]).Add(sql["lines"]).With(id).With(after);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        return await ReadAsync(reader).ConfigureAwait(false);
    }

    private static bool Holds(HeldLeases held, ClaimedJob job) =>
        job.Id.TryGetNumber(out var id) && job.Token is ClaimToken token && held.Holds(id, token);
}
