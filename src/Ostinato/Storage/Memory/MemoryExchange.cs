namespace Ostinato.Storage;

internal sealed class MemoryExchange(MemoryState state) : IJobExchange
{
    private readonly MemoryAcknowledger _acknowledger = new(state.Places);
    private readonly MemoryClaimer _claimer = new(state);

    public ValueTask<ExchangeResult> ExchangeAsync(ExchangeRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var turn = state.Begin(ct);
        return new(state.Standing(request.Process) is { } process ? Exchange(request, process, turn.Now) : ExchangeResult.LostLease);
    }

    private ExchangeResult Exchange(ExchangeRequest request, MemoryProcess process, DateTimeOffset now)
    {
        var acknowledgements = request.Acknowledgements;
        List<ClaimedJob>? ignored = null;
        for (var index = 0; index < acknowledgements.Count; index++)
        {
            if (!_acknowledger.Acknowledge(acknowledgements[index], process, now))
            {
                (ignored ??= []).Add(acknowledgements[index].Job);
            }
        }

        return new ExchangeResult
        {
            Ignored = ignored ?? [],
            Claimed = _claimer.Claim(request.Claims, process, now),
            Cancellations = process.Cancelling.Count == 0
                ? []
                : [.. process.Cancelling.Select(job => new CancelRequest(new JobId(job.Id), job.CancelReason!))],
            NextDueIn = state.Places.Due.NextIn(now),
        };
    }
}
