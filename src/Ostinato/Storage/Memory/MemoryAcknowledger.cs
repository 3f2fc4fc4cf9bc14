namespace Ostinato.Storage;

/// <summary>Writes how one attempt ended.</summary>
internal sealed class MemoryAcknowledger(MemoryPlaces places)
{
    private static readonly AttemptDetail Nothing = new();

    /// <summary>Says whether it changed anything.</summary>
    public bool Acknowledge(in Acknowledgement ended, MemoryProcess process, DateTimeOffset now)
    {
        // The claim is compared, not the id: the job may have gone back and been claimed again since.
        if (ended.Job.Token is not MemoryJob job || job.Holder != process || !ReferenceEquals(job.Claim, ended.Job))
        {
            return false;
        }

        End(job, ended, ended.Detail ?? Nothing, now);
        return true;
    }

    private void End(MemoryJob job, in Acknowledgement ended, AttemptDetail detail, DateTimeOffset now)
    {
        Keep(job, ended, detail, now);
        switch (ended.End)
        {
            case AttemptEnd.Completed:
                places.Finish(job, JobState.Completed, detail.Reason, now);
                break;
            case AttemptEnd.Cancelled:
                places.Finish(job, JobState.Cancelled, detail.Reason ?? job.CancelReason, now);
                break;
            case AttemptEnd.Discarded:
                places.Finish(job, JobState.Discarded, detail.Reason, now);
                break;
            default:
                Continue(job, ended.End, detail, now);
                break;
        }
    }

    private static void Keep(MemoryJob job, in Acknowledgement ended, AttemptDetail detail, DateTimeOffset now)
    {
        job.Duration = ended.Duration;
        if (ended.End is AttemptEnd.Completed or AttemptEnd.Cancelled or AttemptEnd.Discarded or AttemptEnd.Retry)
        {
            job.Spent++;
        }

        if (detail.Error is { } error)
        {
            (job.Errors ??= new MemoryErrors()).Add(error, now);
        }

        if (detail.Result is { } result && ended.End == AttemptEnd.Completed)
        {
            job.Result = result.ToArray();
        }

        foreach (var note in detail.Notes)
        {
            MemoryNotes.Put(job, note, now);
        }
    }

    private void Continue(MemoryJob job, AttemptEnd end, AttemptDetail detail, DateTimeOffset now)
    {
        if (job.CancelReason is { } reason)
        {
            places.Finish(job, JobState.Cancelled, reason, now);
            return;
        }

        switch (end)
        {
            case AttemptEnd.Retry or AttemptEnd.Snooze:
                places.Postpone(job, detail.Due.From(now), now);
                break;
            case AttemptEnd.Return:
                places.GiveBack(job);
                break;
            case AttemptEnd.Suspend:
                places.Suspend(job, detail.Suspension, detail.Reason);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(end), end, "An attempt does not end so.");
        }
    }
}
