namespace Ostinato.Storage;

internal sealed class MemoryProcessRegistry(MemoryState state) : IProcessRegistry
{
    private readonly MemoryReaper _reaper = new(state);

    public ValueTask<ProcessIdentity> JoinAsync(ProcessDescription description, ProcessIdentity? earlier, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(description);
        using var turn = state.Begin(ct);
        var identity = earlier is { } old ? Follow(old, turn.Now) : new ProcessIdentity(state.LastProcess + 1, Epoch: 1);
        state.LastProcess = Math.Max(state.LastProcess, identity.Id);
        state.Processes[identity.Id] = new MemoryProcess(identity, description, turn.Now);
        return new(identity);
    }

    public ValueTask<Heartbeat> BeatAsync(ProcessIdentity process, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        var standing = state.Standing(process);
        if (standing is not null)
        {
            standing.Beat++;
            standing.LastBeatAt = turn.Now;
        }

        return new(new Heartbeat(standing is not null, [.. state.Processes.Values.Select(one => one.LastBeat)])
        {
            QueueSettings = MemoryQueueControl.Settings(state),
        });
    }

    public ValueTask LeaveAsync(ProcessIdentity process, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        if (state.Standing(process) is { } standing)
        {
            GiveBack(standing, turn.Now);
            state.Processes.Remove(process.Id);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<ReapedJobs?> ReapAsync(ProcessBeat observed, int poisonAfter, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        return new(state.Standing(observed.Process) is { } process && process.LastBeat == observed
            ? _reaper.Reap(process, poisonAfter, turn.Now)
            : null);
    }

    // A process whose join was answered but not heard may ask again under the same earlier identity: it gets past what stands.
    private ProcessIdentity Follow(ProcessIdentity earlier, DateTimeOffset now)
    {
        var epoch = earlier.Epoch;
        if (state.Processes.TryGetValue(earlier.Id, out var standing))
        {
            GiveBack(standing, now);
            epoch = Math.Max(epoch, standing.Identity.Epoch);
        }

        return new ProcessIdentity(earlier.Id, epoch + 1);
    }

    private void GiveBack(MemoryProcess process, DateTimeOffset now)
    {
        while (process.Held.Head is { } job)
        {
            if (job.CancelReason is { } reason)
            {
                state.Places.Finish(job, JobState.Cancelled, reason, now);
            }
            else
            {
                state.Places.GiveBack(job);
            }
        }
    }
}
