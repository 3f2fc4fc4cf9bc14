using Ostinato.Storage;

namespace Ostinato.Logs;

/// <summary>Reads the lines of a job as they come. Where the job shows that none have come, the store is not asked.</summary>
internal sealed class LogFollower(IJobNotes notes, JobId id)
{
    private LinesPosition _seen;

    public async ValueTask<IReadOnlyList<JobLogLine>> ReadAsync(JobInfo job, CancellationToken ct)
    {
        if (job.Notes.FirstOrDefault(note => note.Kind == NoteKind.Lines) is not { } last
            || (LinesJson.End(last) is var end && end == _seen))
        {
            return [];
        }

        // The last part may have grown, and an attempt that was put back begins again with its first.
        var from = end.IsOfSameRun(_seen) ? _seen.Slot : Math.Min(_seen.Slot, NoteLimits.SlotOf(end.Attempt, part: 0));
        return LinesJson.Read(await notes.LinesAsync(id, from - 1, ct).ConfigureAwait(false), ref _seen);
    }
}
