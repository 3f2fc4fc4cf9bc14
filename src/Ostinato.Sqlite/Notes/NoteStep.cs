using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Writes what a process tells of the jobs that it holds, and says of which it holds none.</summary>
internal sealed class NoteStep(Session session)
{
    public IReadOnlyList<ClaimedJob> Run(ProcessIdentity process, IReadOnlyList<JobNote> notes)
    {
        var (now, stands) = (session.Now(), session.Exchange.Stands(process));
        var refused = new List<ClaimedJob>();
        foreach (var note in notes)
        {
            // The lease names the claim: the job may have gone back and been claimed again since.
            if (stands && note.Job.Id.TryGetNumber(out var id) && session.Places.Leases.Containing(id) is { } leased
                && leased.Process == process && note.Job.Token is long claim && claim == leased.Claim)
            {
                session.Notes.Put(id, note, now);
            }
            else
            {
                refused.Add(note.Job);
            }
        }

        return refused;
    }
}
