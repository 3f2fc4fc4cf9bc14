using Ostinato.Storage;

namespace Ostinato.Testing;

/// <summary>The in-memory store of a world, with a record of every outcome that the engine reports.</summary>
internal sealed class WatchedStore(MemoryJobStore store, Action<Acknowledgement> ended) : IJobStore, IJobExchange
{
    public string Name => store.Name;

    public IJobInserter Inserter => store.Inserter;

    public IJobExchange Exchange => this;

    public IJobPromoter Promoter => store.Promoter;

    public IProcessRegistry Processes => store.Processes;

    public IJobPruner Pruner => store.Pruner;

    public IJobQuery Query => store.Query;

    public IJobControl Control => store.Control;

    public IQueueControl Queues => store.Queues;

    public IAuditLog Audit => store.Audit;

    public IScheduleStore Schedules => store.Schedules;

    public IStatisticsStore Statistics => store.Statistics;

    public IBreakerStore Breakers => store.Breakers;

    public IJobNotes Notes => store.Notes;

    public ValueTask StartAsync(CancellationToken ct) => store.StartAsync(ct);

    public IDisposable Subscribe(Action<StoreSignal> observer) => store.Subscribe(observer);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    public async ValueTask<ExchangeResult> ExchangeAsync(ExchangeRequest request, CancellationToken ct)
    {
        var result = await store.Exchange.ExchangeAsync(request, ct).ConfigureAwait(false);
        if (result.StillStands)
        {
            foreach (var acknowledgement in request.Acknowledgements)
            {
                ended(acknowledgement);
            }
        }

        return result;
    }
}
