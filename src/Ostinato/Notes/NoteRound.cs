using Ostinato.Operations;
using Ostinato.Storage;

namespace Ostinato.Notes;

/// <summary>What is written together: the notes of attempts, and who waits for them.</summary>
internal sealed class NoteRound(IReadOnlyCollection<AttemptNotes> attempts, IReadOnlyList<NoteDemand> demands)
{
    /// <summary>Writes what the attempts have told, in one trip for each life of this process, of which there is mostly one.</summary>
    public async Task WriteAsync(IJobNotes store, JobNews news, CancellationToken ct)
    {
        var notes = new List<JobNote>(attempts.Count);
        foreach (var life in attempts.GroupBy(attempt => attempt.Held.Process))
        {
            notes.Clear();
            foreach (var attempt in life)
            {
                attempt.Take(notes);
            }

            var refused = notes.Count == 0 ? [] : await store.WriteAsync(life.Key, notes, ct).ConfigureAwait(false);
            foreach (var attempt in life)
            {
                Settle(attempt, refused.Contains(attempt.Held.Job));
                news.Tell(attempt.Held.Job.Id);
            }
        }
    }

    /// <summary>Gives up; says which attempts have news still.</summary>
    public IEnumerable<AttemptNotes> Fail(Exception error)
    {
        foreach (var demand in demands)
        {
            demand.Done.TrySetException(error);
        }

        foreach (var attempt in attempts)
        {
            attempt.NotWritten();
        }

        return attempts.Where(attempt => attempt.HasNews);
    }

    private void Settle(AttemptNotes attempt, bool isRefused)
    {
        if (isRefused)
        {
            attempt.End();
        }
        else
        {
            attempt.Written();
        }

        foreach (var demand in demands.Where(demand => demand.Attempt == attempt))
        {
            demand.Done.TrySetResult(!isRefused);
        }
    }
}

/// <summary>Somebody waits until what an attempt has told is stored.</summary>
internal sealed record NoteDemand(AttemptNotes Attempt)
{
    /// <summary>Whether the attempt holds its job still.</summary>
    public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
