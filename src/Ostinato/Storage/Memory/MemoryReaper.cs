namespace Ostinato.Storage;

/// <summary>Declares a process dead and deals with what it held.</summary>
internal sealed class MemoryReaper(MemoryState state)
{
    public ReapedJobs Reap(MemoryProcess dead, int poisonAfter, DateTimeOffset now)
    {
        var (returned, poisoned, cancelled) = (0, 0, 0);
        List<JobId>? ended = null;
        while (dead.Held.Head is { } job)
        {
            Charge(job, dead, now);
            if (job.CancelReason is { } reason)
            {
                state.Places.Finish(job, JobState.Cancelled, reason, now);
                (ended ??= []).Add(new JobId(job.Id));
                cancelled++;
            }
            else if (job.Crashes >= poisonAfter)
            {
                state.Places.Suspend(job, SuspensionReason.Poison, $"{ClaimRule.Deaths(job.Crashes)} processes died while they held it");
                (ended ??= []).Add(new JobId(job.Id));
                poisoned++;
            }
            else
            {
                state.Places.GiveBack(job);
                returned++;
            }
        }

        state.Processes.Remove(dead.Identity.Id);
        return new ReapedJobs(returned, poisoned, cancelled) { Ended = ended ?? [] };
    }

    private static void Charge(MemoryJob job, MemoryProcess dead, DateTimeOffset now)
    {
        job.Spent++;
        job.Crashes++;
        job.Duration = null;
        var (host, pid) = (dead.Description.Host, dead.Description.ProcessId);
        var message = $"Process {dead.Identity} (host {host}, pid {pid}) died while it held the job.";
        (job.Errors ??= new MemoryErrors()).Add(new AttemptError(job.Spent, now, "ProcessDied", message, Stack: null), now);
    }
}
