namespace Ostinato.Operations;

/// <summary>Remembers the jobs that an action on many has cancelled, as long as they are not too many, so that it can be undone.</summary>
internal sealed class CancelledJobs
{
    private readonly List<CancelledJob> _known = [];
    private long _others;

    /// <summary>A job that waited, as it was.</summary>
    public void Add(JobInfo job)
    {
        // One that was set aside is not put back as one that waits: the reason stands.
        if (_known.Count < UndoPlan.MostJobs && job.State != JobState.Suspended)
        {
            _known.Add(new CancelledJob(job.Id, job.DueAt));
        }
        else
        {
            _others++;
        }
    }

    /// <summary>What is needed to undo it; null where nothing was cancelled that could be put back.</summary>
    public ReadOnlyMemory<byte>? Plan() =>
        _known.Count == 0 ? default(ReadOnlyMemory<byte>?) : new UndoPlan { Jobs = _known, Others = _others }.Write();
}
