using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Declares a process dead and deals with what it held.</summary>
internal sealed class Reaper(Session session)
{
    private static readonly SqlFile Sql = SqlFile.Load("Reaper");

    private readonly Statement _observed = session.Database.Prepare(Sql["observed"]);

    public ReapedJobs? Reap(ProcessBeat observed, int poisonAfter)
    {
        var (process, beat) = observed;
        if (!_observed.Set(1, process.Id).Set(2, process.Epoch).Set(3, beat).Read())
        {
            return null;
        }

        var died = $"Process {process} (host {_observed.Text(0)}, pid {_observed.Long(1)}) died while it held the job.";
        _observed.Close();
        var now = session.Now();
        var cancels = session.Cancels.Of(process.Id);
        session.Cancels.RemoveAll(process.Id);
        var reaped = default(ReapedJobs);
        foreach (var held in session.Places.Leases.TakeAll(process.Id))
        {
            foreach (var part in held.SplitAt(cancels.Keys))
            {
                reaped = Release(Charge(part, died, now), cancels.GetValueOrDefault(part.Low), poisonAfter, now, reaped);
            }
        }

        session.Registry.Remove(process.Id);
        session.Signals.AddGeneral();
        return reaped;
    }

    private LeaseRange Charge(in LeaseRange held, string died, long now)
    {
        var error = new AttemptError(held.Attempt + 1, default, "ProcessDied", died, Stack: null);
        for (var id = held.Low; id < held.End; id++)
        {
            session.Failures.Add(id, error, now);
        }

        return held with { Attempt = held.Attempt + 1, Crashes = held.Crashes + 1 };
    }

    private ReapedJobs Release(in LeaseRange charged, string? cancelReason, int poisonAfter, long now, ReapedJobs reaped)
    {
        if (cancelReason is not null)
        {
            session.Places.Done.Add(charged.Ended(JobState.Cancelled, cancelReason, now));
            return reaped with { Cancelled = reaped.Cancelled + charged.Count, Ended = [.. reaped.Ended, .. Ids(charged)] };
        }

        if (charged.Crashes < poisonAfter)
        {
            session.Places.Ready.Return(charged);
            return reaped with { Returned = reaped.Returned + charged.Count };
        }

        var reason = $"{ClaimRule.Deaths(charged.Crashes)} processes died while they held it";
        for (var id = charged.Low; id < charged.End; id++)
        {
            session.Places.Suspended.Add(new SuspendedJob(
                id, charged.Queue, charged.Priority, charged.Attempt, charged.Crashes, SuspensionReason.Poison, reason));
        }

        return reaped with { Poisoned = reaped.Poisoned + charged.Count, Ended = [.. reaped.Ended, .. Ids(charged)] };
    }

    private static IEnumerable<JobId> Ids(LeaseRange range) =>
        Enumerable.Range(0, range.Count).Select(offset => new JobId(range.Low + offset));
}
