using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Fences, acknowledges and claims.</summary>
internal sealed class Exchange
{
    private static readonly SqlFile Sql = SqlFile.Load("Exchange");

    private readonly Session _session;
    private readonly Statement _fence;
    private readonly Acknowledger _acknowledger;
    private readonly Claimer _claimer;

    public Exchange(Session session)
    {
        _session = session;
        _fence = session.Database.Prepare(Sql["fence"]);
        _acknowledger = new Acknowledger(session);
        _claimer = new Claimer(session);
    }

    public ExchangeResult Run(ExchangeRequest request)
    {
        var process = request.Process;
        if (!Stands(process))
        {
            return ExchangeResult.LostLease;
        }

        var now = _session.Now();
        var cancels = _session.Cancels.Of(process.Id);
        var ignored = _acknowledger.Acknowledge(request.Acknowledgements, process, cancels, now);
        var claimed = _claimer.Claim(request.Claims, process, now);
        return new ExchangeResult
        {
            Ignored = ignored,
            Claimed = claimed,
            Cancellations = cancels.Count == 0 ? [] : [.. cancels.Select(entry => new CancelRequest(new JobId(entry.Key), entry.Value))],
            NextDueIn = _session.Places.Due.NextIn(now),
        };
    }

    /// <summary>Completes one job for its handler.</summary>
    public CompletionResult Complete(ProcessIdentity process, in Acknowledgement completion) =>
        !Stands(process) ? CompletionResult.LostLease
        : _acknowledger.Acknowledge([completion], process, _session.Cancels.Of(process.Id), _session.Now()).Count == 0
            ? CompletionResult.Written
            : CompletionResult.NotHeld;

    /// <summary>Whether a process stands under its epoch.</summary>
    public bool Stands(ProcessIdentity process) => _fence.Set(1, process.Id).Set(2, process.Epoch).Scalar() is not null;

    /// <summary>Drops what was gathered in a transaction that is rolled back.</summary>
    public void Forget()
    {
        _acknowledger.Forget();
        _claimer.Forget();
    }
}
