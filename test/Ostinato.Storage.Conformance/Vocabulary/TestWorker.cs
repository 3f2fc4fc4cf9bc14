using System.Data.Common;
using System.Text;

namespace Ostinato.Storage.Conformance;

/// <summary>A registered process that claims and acknowledges as a scenario says.</summary>
public sealed class TestWorker(IJobStore store, ProcessIdentity identity)
{
    public static readonly AttemptError Error =
        new(1, DateTimeOffset.UnixEpoch, "System.IO.IOException", "the disk is on fire", "at Disk.Write()");

    private readonly List<ClaimedJob> _held = [];

    public ProcessIdentity Identity => identity;

    /// <summary>Claims up to a limit from a queue.</summary>
    public async Task<IReadOnlyList<ClaimedJob>> Claim(int limit = 1, string queue = JobDefaults.Queue)
    {
        var holdsSuspect = _held.Exists(job => job.Queue == queue && ClaimRule.IsSuspect(job.Crashes));
        var result = await Exchange([], new ClaimRequest(queue, limit, holdsSuspect));
        result.StillStands.ShouldBeTrue();
        return result.Claimed;
    }

    /// <summary>Claims from the default queue as a process that says this of itself.</summary>
    public async Task<IReadOnlyList<ClaimedJob>> ClaimAs(int limit, bool holdsSuspect) =>
        (await Exchange([], new ClaimRequest(JobDefaults.Queue, limit, holdsSuspect))).Claimed;

    public async Task<ClaimedJob> ClaimOne(string queue = JobDefaults.Queue) => (await Claim(1, queue)).ShouldHaveSingleItem();

    /// <summary>Claims all there is, one job at a time, and gives the names in that order.</summary>
    public async Task<string> ClaimInTurn(string queue = JobDefaults.Queue)
    {
        var names = new List<string>();
        while (await Claim(1, queue) is [var job])
        {
            names.Add(job.Name);
        }

        return string.Join(' ', names);
    }

    public async Task<ExchangeResult> Exchange(IReadOnlyList<Acknowledgement> acknowledgements, params ClaimRequest[] claims)
    {
        var request = new ExchangeRequest(identity, acknowledgements, claims);
        var result = await store.Exchange.ExchangeAsync(request, CancellationToken.None);
        foreach (var ended in acknowledgements)
        {
            _held.Remove(ended.Job);
        }

        _held.AddRange(result.Claimed);
        return result;
    }

    public async Task Acknowledge(params IReadOnlyList<Acknowledgement> acknowledgements) =>
        (await Exchange(acknowledgements)).StillStands.ShouldBeTrue();

    public Task Acknowledge(ClaimedJob job, AttemptEnd end, AttemptDetail? detail = null) =>
        Acknowledge(new Acknowledgement(job, end, TimeSpan.FromMilliseconds(20), detail));

    public Task Complete(ClaimedJob job, string? result = null) =>
        Acknowledge(job, AttemptEnd.Completed, result is null ? null : new AttemptDetail { Result = Encoding.UTF8.GetBytes(result) });

    public async Task Complete(IEnumerable<ClaimedJob> jobs) =>
        await Acknowledge([.. jobs.Select(job => new Acknowledgement(job, AttemptEnd.Completed, TimeSpan.Zero))]);

    /// <summary>Completes a job in a transaction, as its handler does.</summary>
    public async Task<CompletionResult> CompleteIn(DbTransaction transaction, ClaimedJob job, string? result = null)
    {
        var detail = result is null ? null : new AttemptDetail { Result = Encoding.UTF8.GetBytes(result) };
        var completion = new Acknowledgement(job, AttemptEnd.Completed, TimeSpan.FromMilliseconds(20), detail);
        return await store.Completer.CompleteAsync(identity, completion, transaction, CancellationToken.None);
    }

    public Task Cancel(ClaimedJob job, string reason = "not needed") =>
        Acknowledge(job, AttemptEnd.Cancelled, new AttemptDetail { Reason = reason, Error = Error });

    public Task Discard(ClaimedJob job, string reason = "out of attempts") =>
        Acknowledge(job, AttemptEnd.Discarded, new AttemptDetail { Reason = reason, Error = Error });

    public Task Retry(ClaimedJob job, TimeSpan wait, AttemptError? error = null) =>
        Acknowledge(job, AttemptEnd.Retry, new AttemptDetail { Due = new DueTime(null, wait), Error = error ?? Error });

    public Task Snooze(ClaimedJob job, TimeSpan wait) =>
        Acknowledge(job, AttemptEnd.Snooze, new AttemptDetail { Due = new DueTime(null, wait) });

    public Task Return(ClaimedJob job) => Acknowledge(job, AttemptEnd.Return);

    public Task Suspend(ClaimedJob job, SuspensionReason why, string reason = "set aside") =>
        Acknowledge(job, AttemptEnd.Suspend, new AttemptDetail { Suspension = why, Reason = reason });

    public async Task<Heartbeat> Beat() => await store.Processes.BeatAsync(identity, CancellationToken.None);

    public async Task Leave() => await store.Processes.LeaveAsync(identity, CancellationToken.None);

    /// <summary>Joins again after this life.</summary>
    public Task<TestWorker> Rejoin() => store.Join(earlier: identity);

    /// <summary>Declares this process dead, as another process does that has seen its last beat.</summary>
    public async Task<ReapedJobs> Die(int poisonAfter = 3) =>
        (await store.Reap(await LastBeat(), poisonAfter)).ShouldNotBeNull("it should have been reaped");

    /// <summary>The last beat of this process as others see it.</summary>
    public async Task<ProcessBeat> LastBeat() => (await store.Beats()).Single(beat => beat.Process == identity);
}
