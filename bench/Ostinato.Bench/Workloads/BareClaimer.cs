using Ostinato.Storage;

namespace Ostinato.Bench.Workloads;

/// <summary>A process of a store, without the engine: it acknowledges what it has, and claims the next.</summary>
internal sealed class BareClaimer(IJobStore store, ProcessIdentity process, int limit)
{
    private ClaimedJob[] _held = [];

    public static async Task<BareClaimer> JoinAsync(IJobStore store, int limit)
    {
        var description = new ProcessDescription(
            "bench", Environment.ProcessId, new Dictionary<string, int> { [JobDefaults.Queue] = limit }, ["bench.no-op"]);
        return new BareClaimer(store, await store.Processes.JoinAsync(description, null, CancellationToken.None), limit);
    }

    /// <summary>How many jobs it got.</summary>
    public async Task<int> ExchangeAsync()
    {
        var ended = Array.ConvertAll(_held, job => new Acknowledgement(job, AttemptEnd.Completed, TimeSpan.FromMicroseconds(5)));
        var result = await store.Exchange.ExchangeAsync(
            new ExchangeRequest(process, ended, [new ClaimRequest(JobDefaults.Queue, limit)]), CancellationToken.None);
        _held = [.. result.Claimed];
        return _held.Length;
    }
}
