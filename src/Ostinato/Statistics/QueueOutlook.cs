using Ostinato.Hosting;
using Ostinato.Operations;
using Ostinato.Storage;

namespace Ostinato.Statistics;

/// <summary>What waits in the queues and how soon it starts, from the counts of now and the history of the last hour.</summary>
internal sealed class QueueOutlook(StoreAccess access, RecentStatistics recent, LastGoodOptions<ObjectiveOptions> objectives)
{
    public bool HasObjectives => objectives.Value.Queues.Count > 0;

    public async Task<IReadOnlyList<QueueBacklog>> BacklogAsync(TimeSpan within, CancellationToken ct)
    {
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        var queues = await QueueView.ListAsync(store, JobStates.Available | JobStates.Executing, ct).ConfigureAwait(false);
        var processes = await store.Query.ProcessesAsync(ct).ConfigureAwait(false);
        return [.. Backlogs.Of(queues, processes, await recent.ReadAsync(ct).ConfigureAwait(false), within)];
    }

    public async Task<IReadOnlyList<ObjectiveStatus>> ObjectivesAsync(CancellationToken ct)
    {
        if (!HasObjectives)
        {
            return [];
        }

        var query = (await access.OpenAsync(ct).ConfigureAwait(false)).Query;
        return await ObjectivesAsync(await query.QueuesAsync(JobStates.Available, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
    }

    /// <summary>The same from counts that are known already.</summary>
    public async Task<IReadOnlyList<ObjectiveStatus>> ObjectivesAsync(IReadOnlyList<QueueInfo> queues, CancellationToken ct) =>
        HasObjectives ? [.. Objectives.Of(objectives.Value.Queues, queues, await recent.ReadAsync(ct).ConfigureAwait(false))] : [];
}
