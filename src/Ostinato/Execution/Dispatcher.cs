using Microsoft.Extensions.Logging;
using Ostinato.Observing;
using Ostinato.Operations;
using Ostinato.Processes;
using Ostinato.Queues;
using Ostinato.Scheduling;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Execution;

/// <summary>
/// The one loop of a process and its store: in each turn it fences, acknowledges what finished and claims what fits, in one trip.
/// </summary>
internal sealed class Dispatcher
{
    private readonly IJobExchange _exchange;
    private readonly Membership _membership;
    private readonly DuePromoter _promoter;
    private readonly Instruments _instruments;
    private readonly EndedAttempts _endedAttempts;
    private readonly WorkerPulse _pulse;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly AsyncSignal _wake;
    private readonly Outbox _outbox = new();
    private readonly Holdings _holdings = new();
    private readonly Isolation _isolation;
    private readonly QueueRunners _runners;
    private readonly Action<Acknowledgement> _report;
    private volatile bool _draining;
    private volatile LostLease? _lost;
    private LostLease? _dropped;
    private int _mustLook = 1;

    public Dispatcher(
        IJobExchange exchange, Membership membership, Executor executor, Func<WorkerOptions> options, KnownQueueSettings settings,
        DuePromoter promoter, Instruments instruments, Finals finals, WorkerPulse pulse, TimeProvider time, WorkInHand work,
        ILogger logger)
    {
        (_exchange, _membership, _promoter) = (exchange, membership, promoter);
        (_instruments, _pulse, _time, _logger) = (instruments, pulse, time, logger);
        _wake = new AsyncSignal(work);
        _endedAttempts = new EndedAttempts(_holdings, finals);
        _isolation = new Isolation(_holdings, time);
        _report = Report;
        _runners = new QueueRunners(options, settings, held => executor.RunAsync(held, _report), _wake.Set, work);
    }

    /// <summary>Tells who follows the jobs that a trip has changed.</summary>
    public required JobNews News { get; init; }

    public Holdings Holdings => _holdings;

    public int Running => _runners.Running;

    /// <summary>The queues for which more jobs fit into this process, and how many.</summary>
    public Dictionary<string, int> Room() => _draining ? [] : _runners.Room();

    /// <summary>Something may have changed in the store. Called from any thread.</summary>
    public void OnSignal(StoreSignal signal)
    {
        if (signal.Queue is null)
        {
            Interlocked.Exchange(ref _mustLook, 1);
            _runners.LookEverywhere();
        }
        else if (!_runners.Look(signal.Queue))
        {
            return;
        }

        _wake.Set();
    }

    /// <summary>The store declared this process dead; the loop's next turn drops everything and joins again.</summary>
    /// <param name="process">Who was declared dead; an answer that comes late may speak of an epoch that is over already.</param>
    public void OnLostLease(ProcessIdentity process)
    {
        _lost = new LostLease(process);
        _wake.Set();
    }

    /// <summary>The options have changed; there may be more slots.</summary>
    public void OnOptionsChanged() => _wake.Set();

    /// <summary>Operators have set something else: there may be more slots, or fewer, and what was fetched ahead goes back.</summary>
    public void OnSettingsChanged()
    {
        GiveBack(_runners.TakeForbidden());
        _runners.LookEverywhere();
        _wake.Set();
    }

    /// <summary>Gives back what was fetched ahead when jobs were shorter than they are now. Called with every beat.</summary>
    public void GiveBackExcess()
    {
        GiveBack(_runners.TakeExcess());
        if (_isolation.Job is not null)
        {
            _wake.Set();
        }
    }

    /// <summary>No more claims. What waits in memory goes back; what runs goes on.</summary>
    public int Drain()
    {
        _draining = true;
        var count = GiveBack(_holdings.All());
        _wake.Set();
        return count;
    }

    public void Complete() => _wake.Complete();

    /// <summary>Writes what has ended since the last turn. Only once the loop has ended.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        var ended = _outbox.Take();
        if (ended.Count == 0 || _membership.Identity is not { } process)
        {
            return;
        }

        var result = await _exchange.ExchangeAsync(new ExchangeRequest(process, ended, []), ct).ConfigureAwait(false);
        if (result.StillStands)
        {
            _outbox.PutBack(EndedAttempts.TakeUndecided(result, ended));
            _endedAttempts.Settle(result, ended);
            return;
        }

        _outbox.PutBack(ended);
        Drop(process);
    }

    public async Task RunAsync(CancellationToken ct)
    {
        using var trouble = new StoreTrouble(_pulse, _time, _wake.Set, _logger);
        _wake.Set();
        while (await _wake.WaitAsync().ConfigureAwait(false))
        {
            if (!trouble.IsWaiting)
            {
                await TryTurnAsync(trouble, ct).ConfigureAwait(false);
            }
        }
    }

    private async Task TryTurnAsync(StoreTrouble trouble, CancellationToken ct)
    {
        try
        {
            using (_pulse.BeginTurn())
            {
                await TurnAsync(ct).ConfigureAwait(false);
            }

            trouble.Over();
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            trouble.Wait(error, _outbox.Count);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the next wait answers false.
        }
    }

    private async Task TurnAsync(CancellationToken ct)
    {
        if (_membership.Identity is not { } process || _lost?.Process == process)
        {
            await RejoinAsync(ct).ConfigureAwait(false);
        }

        Isolate();
        var mustLook = Interlocked.Exchange(ref _mustLook, 0) != 0;
        var claims = _draining || _isolation.Job is not null ? [] : _runners.Plan();
        var ended = _outbox.Take();
        if (ended.Count == 0 && claims.Count == 0 && !(mustLook && _holdings.Count > 0))
        {
            _outbox.Recycle(ended);
            return;
        }

        var startedAt = _time.GetTimestamp();
        ExchangeResult result;
        try
        {
            var request = new ExchangeRequest(_membership.Identity!.Value, ended, claims);
            result = await _exchange.ExchangeAsync(request, ct).ConfigureAwait(false);
        }
        catch
        {
            _outbox.PutBack(ended);
            Interlocked.Exchange(ref _mustLook, 1);
            claims.ForEach(claim => _runners.Look(claim.Queue));
            throw;
        }

        var (acknowledged, took) = (ended.Count, _time.GetElapsedTime(startedAt));
        Accept(result, ended, claims);
        _instruments.Exchanged(took, acknowledged, result.Claimed.Count);
    }

    private void Accept(ExchangeResult result, List<Acknowledgement> ended, List<ClaimRequest> claims)
    {
        if (!result.StillStands)
        {
            _outbox.PutBack(ended);
            OnLostLease(_membership.Identity!.Value);
            return;
        }

        var undecided = EndedAttempts.TakeUndecided(result, ended);
        _endedAttempts.Settle(result, ended);
        News.Tell(ended, result.Claimed);
        _outbox.Recycle(ended);
        if (undecided.Count > 0)
        {
            _outbox.PutBack(undecided);
        }

        Start(result.Claimed, claims);
        foreach (var (id, reason) in result.Cancellations)
        {
            Cancel(id, reason);
        }

        _promoter.Arm(result.NextDueIn);
        if (_isolation.Job is not null)
        {
            _wake.Set();
        }
    }

    private void Isolate()
    {
        switch (_isolation.Next())
        {
            case IsolationStep.Start when !_draining:
                ExecutionLog.RunsAlone(_logger, _isolation.Job!.Job.Name, _isolation.Job.Job.Id);
                _runners.Start(_isolation.Job);
                break;
            case IsolationStep.PutBack when _isolation.Job!.TryReportWaiting():
                var job = _isolation.Job.Job;
                ExecutionLog.CouldNotRunAlone(_logger, job.Name, job.Id, Isolation.Patience, Isolation.Later);
                var detail = new AttemptDetail { Due = new DueTime(null, Isolation.Later) };
                Report(new Acknowledgement(job, AttemptEnd.Snooze, TimeSpan.Zero, detail));
                break;
            case IsolationStep.End:
                _runners.LookEverywhere();
                break;
        }
    }

    private void Start(IReadOnlyList<ClaimedJob> claimed, List<ClaimRequest> claims)
    {
        var held = _holdings.Add(claimed, _membership.Identity!.Value, _time.GetTimestamp());
        if (_draining)
        {
            // The claim was on its way when the stop began: none of it starts.
            Drain();
            return;
        }

        if (held.Find(one => one.Job.IsQuarantined) is { } alone)
        {
            _isolation.Begin(alone);
            GiveBack([.. _holdings.All().Where(other => other != alone)]);
            _wake.Set();
            return;
        }

        GiveBack(_runners.Start(held, claims));
    }

    private void GiveBack(IEnumerable<(string Queue, List<HeldJob> Jobs)> taken)
    {
        foreach (var (queue, excess) in taken)
        {
            if (GiveBack(excess) is > 0 and var count)
            {
                ExecutionLog.GaveBack(_logger, queue, count);
            }
        }
    }

    private int GiveBack(List<HeldJob> jobs)
    {
        var count = 0;
        foreach (var held in jobs.Where(held => held.TryReportWaiting()))
        {
            count++;
            Report(new Acknowledgement(held.Job, AttemptEnd.Return, TimeSpan.Zero));
        }

        return count;
    }

    private void Cancel(JobId id, string reason)
    {
        if (_holdings.Find(id) is not { } held)
        {
            return;
        }

        if (held.TryReportWaiting())
        {
            held.Cause = EndCause.Person;
            Report(new Acknowledgement(held.Job, AttemptEnd.Cancelled, TimeSpan.Zero, new AttemptDetail { Reason = reason }));
        }
        else
        {
            held.RequestCancel(reason);
        }
    }

    private void Report(Acknowledgement end)
    {
        _runners.Took(end.Job.Queue, end.Duration);
        _outbox.Add(end);
        _wake.Set();
    }

    private async Task RejoinAsync(CancellationToken ct)
    {
        if (_lost is { } lost && lost != _dropped)
        {
            Drop(lost.Process);
            _dropped = lost;
        }

        var identity = await _membership.JoinAsync(ct).ConfigureAwait(false);
        _runners.LookEverywhere();
        ExecutionLog.Joined(_logger, identity, string.Join(", ", _runners.Queues));
    }

    private void Drop(ProcessIdentity lost)
    {
        var dropped = _holdings.Clear();
        var refused = _outbox.Clear();
        var running = dropped.Count(held => !held.IsWaiting && held.TryReport());
        dropped.ForEach(held => held.TryReport());
        dropped.ForEach(held => held.Stop(StopReason.LostLease));
        _instruments.StaleWritesRefused(refused);
        ExecutionLog.LostLease(_logger, lost, running, refused);
    }

    /// <summary>Which life of this process is over. Two answers may tell of one.</summary>
    private sealed record LostLease(ProcessIdentity Process);
}
