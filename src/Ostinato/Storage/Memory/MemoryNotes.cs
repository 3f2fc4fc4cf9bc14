namespace Ostinato.Storage;

internal sealed class MemoryNotes(MemoryState state) : IJobNotes
{
    public ValueTask<IReadOnlyList<ClaimedJob>> WriteAsync(ProcessIdentity process, IReadOnlyList<JobNote> notes, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(notes);
        using var turn = state.Begin(ct);
        var standing = state.Standing(process);
        var refused = new List<ClaimedJob>();
        foreach (var note in notes)
        {
            if (standing is not null && note.Job.Token is MemoryJob job && job.Holder == standing && ReferenceEquals(job.Claim, note.Job))
            {
                Put(job, note, turn.Now);
            }
            else
            {
                refused.Add(note.Job);
            }
        }

        return new(refused);
    }

    public ValueTask<ReadOnlyMemory<byte>?> CheckpointAsync(JobId id, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        return new(state.Jobs.Find(id)?.Notes?.GetValueOrDefault((NoteKind.Checkpoint, 0))?.Body);
    }

    public ValueTask<IReadOnlyList<StoredNote>> LinesAsync(JobId id, long after, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        return new([.. Lines(state.Jobs.Find(id)).Where(note => note.Slot > after)]);
    }

    public static IReadOnlyList<StoredNote> LatestOf(MemoryJob job) => job.Notes is not { } notes
        ? []
        : [.. notes.Values.Where(note => note.Kind != NoteKind.Lines).Concat(Lines(job).TakeLast(1))];

    public static void Put(MemoryJob job, in JobNote note, DateTimeOffset now)
    {
        var notes = job.Notes ??= [];
        if (note is { Kind: NoteKind.Lines, Part: 0 })
        {
            var (own, first) = (note.Slot, NoteLimits.FirstKept(note.Job.Attempt));
            foreach (var gone in Lines(job).Where(line => line.Slot >= own || line.Slot < first).ToList())
            {
                notes.Remove((gone.Kind, gone.Slot));
            }
        }

        notes[(note.Kind, note.Slot)] = new StoredNote(note.Kind, note.Slot, note.Job.Attempt, now, note.Body.ToArray());
    }

    private static IEnumerable<StoredNote> Lines(MemoryJob? job) =>
        job?.Notes?.Values.Where(note => note.Kind == NoteKind.Lines) ?? [];
}
