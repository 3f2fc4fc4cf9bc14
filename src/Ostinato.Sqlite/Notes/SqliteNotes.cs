using Ostinato.Storage;

namespace Ostinato.Sqlite;

internal sealed class SqliteNotes(Writer writer, Readers readers) : IJobNotes
{
    public async ValueTask<IReadOnlyList<ClaimedJob>> WriteAsync(
        ProcessIdentity process, IReadOnlyList<JobNote> notes, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(notes);

        // Somebody relies on a checkpoint. Nobody does on progress.
        var flush = notes.Any(note => note.Kind == NoteKind.Checkpoint) ? Flush.Now : Flush.Later;
        JobNote[] mine = [.. notes];
        return await writer.RunAsync(session => new NoteStep(session).Run(process, mine), flush, ct).ConfigureAwait(false);
    }

    public async ValueTask<ReadOnlyMemory<byte>?> CheckpointAsync(JobId id, CancellationToken ct) =>
        id.TryGetNumber(out var number)
        && await readers.RunAsync(session => session.Notes.CheckpointOf(number), ct).ConfigureAwait(false) is { } body
            ? body
            : default(ReadOnlyMemory<byte>?);

    public async ValueTask<IReadOnlyList<StoredNote>> LinesAsync(JobId id, long after, CancellationToken ct) =>
        id.TryGetNumber(out var number)
            ? await readers.RunAsync(session => session.Notes.LinesOf(number, after), ct).ConfigureAwait(false)
            : [];
}
