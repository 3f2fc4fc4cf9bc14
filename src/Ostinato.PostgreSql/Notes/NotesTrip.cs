using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Statements that write what attempts tell.</summary>
internal static class NotesTrip
{
    /// <summary>Writes what attempts told last. Nothing is added for nothing.</summary>
    public static Trip AddNotes(this Trip trip, SqlFile sql, List<JobNote> notes) =>
        notes.Count == 0 ? trip : trip.ForgetLines(sql, notes).Add(sql["write_last"]).WithNotes(notes);

    /// <summary>Removes the lines that those of an attempt take the place of. Nothing is added where none begins to tell lines.</summary>
    public static Trip ForgetLines(this Trip trip, SqlFile sql, List<JobNote> notes)
    {
        var begun = notes.FindAll(note => note is { Kind: NoteKind.Lines, Part: 0 });
        return begun.Count == 0 ? trip : trip
            .Add(sql["forget_lines"]).With(begun.Column(note => Number(note.Job))).With(begun.Column(note => note.Slot))
            .With(begun.Column(note => NoteLimits.FirstKept(note.Job.Attempt)));
    }

    public static Trip WithNotes(this Trip trip, List<JobNote> notes) => trip
        .With(notes.Column(note => Number(note.Job))).With(notes.Column(note => (short)note.Kind))
        .With(notes.Column(note => note.Slot)).With(notes.Column(note => note.Job.Attempt))
        .With(notes.Column(note => (byte[]?)note.Body.ToArray()));

    public static long Number(ClaimedJob job) => job.Id.TryGetNumber(out var number) ? number : 0;
}
