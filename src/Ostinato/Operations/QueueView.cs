using Ostinato.Queues;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>Queues as people see them: what is stored of their jobs, what an operator has set, and who serves them.</summary>
internal static class QueueView
{
    public static async Task<IReadOnlyList<QueueInfo>> ListAsync(IJobStore store, JobStates counted, CancellationToken ct) => Join(
        await store.Query.QueuesAsync(counted, ct).ConfigureAwait(false),
        await store.Queues.ListAsync(ct).ConfigureAwait(false),
        await store.Query.ProcessesAsync(ct).ConfigureAwait(false));

    public static IReadOnlyList<QueueInfo> Join(
        IReadOnlyList<QueueInfo> queues, IReadOnlyList<StoredQueue> stored, IReadOnlyList<ProcessInfo> processes)
    {
        var said = stored.ToDictionary(queue => queue.Name, StringComparer.Ordinal);
        var onlySet = stored.Where(queue => queue.Settings is not null && queues.All(known => known.Name != queue.Name))
            .Select(queue => new QueueInfo { Name = queue.Name });
        return [.. queues.Concat(onlySet).OrderBy(queue => queue.Name, StringComparer.Ordinal)
            .Select(queue => Join(queue, said.GetValueOrDefault(queue.Name), processes))];
    }

    private static QueueInfo Join(QueueInfo queue, StoredQueue? said, IReadOnlyList<ProcessInfo> processes)
    {
        var settings = QueueSettingsJson.Read(said?.Settings);
        return queue with
        {
            PausedBy = said?.PausedBy,
            Settings = settings,
            Servers = [.. processes
                .Where(process => process.Description.Queues.ContainsKey(queue.Name))
                .Select(process => new QueueServer(
                    process.Process, process.Description.Host, process.Description.Queues[queue.Name],
                    ServingRule.Concurrency(queue.Name, settings, process.Description)))],
        };
    }
}
