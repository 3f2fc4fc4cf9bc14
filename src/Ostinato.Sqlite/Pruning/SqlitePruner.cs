using Ostinato.Storage;

namespace Ostinato.Sqlite;

internal sealed class SqlitePruner(Writer writer, Readers readers) : IJobPruner
{
    public async ValueTask<int> PruneAsync(JobState state, TimeSpan olderThan, int limit, CancellationToken ct)
    {
        if (!state.IsFinal())
        {
            throw new ArgumentOutOfRangeException(nameof(state), state, "Only completed, cancelled and discarded jobs are pruned.");
        }

        return await writer.RunAsync(session => session.Pruning.Run(state, olderThan, limit), Flush.Later, ct).ConfigureAwait(false);
    }

    public async ValueTask<int> RemoveAsync(IReadOnlyList<JobId> ids, DateTimeOffset endedBefore, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return await writer.RunAsync(session => session.Pruning.Remove(ids, endedBefore), Flush.Later, ct).ConfigureAwait(false);
    }

    public async ValueTask<AgedResults> ResultsAsync(ResultPosition after, TimeSpan olderThan, int limit, CancellationToken ct) =>
        await readers.RunAsync(session => session.Pruning.Results(after, olderThan, limit), ct).ConfigureAwait(false);

    public async ValueTask<int> ExpireResultsAsync(IReadOnlyList<JobId> ids, TimeSpan olderThan, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return await writer.RunAsync(session => session.Pruning.ExpireResults(ids, olderThan), Flush.Later, ct).ConfigureAwait(false);
    }
}
