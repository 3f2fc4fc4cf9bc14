using Ostinato.Bench.Peers;

namespace Ostinato.Bench.Comparing;

/// <summary>Ostinato and other job systems in turn on the same server.</summary>
internal sealed class PeerBars(Report report, Rounds rounds, Arguments arguments)
{
    public async Task<List<Bar>> RunAsync()
    {
        var contests = new List<Contest>();
        var size = arguments.Jobs is { } jobs ? $"--jobs {jobs}" : "";
        var (drain, peersDrain) = await RunAsync("drain", ours: $"drain --store postgres {size}", peers: size);
        contests.Add(new("drain after bulk enqueue, jobs/s", "jobs_s", true, 3, drain, peersDrain));
        var alone = (await rounds.RunAsync($"drain-alone --store postgres {size}"))[0];
        contests.Add(new("drain after single enqueues, jobs/s", "jobs_s", true, 2, alone, peersDrain));
        contests.Add(new("drain after bulk enqueue, µs of processor per job", "cpu_us_per_job", false, null, drain, peersDrain));
        contests.Add(new("drain after single enqueues, µs of processor per job", "cpu_us_per_job", false, null, alone, peersDrain));
        contests.Add(new("drain after single enqueues, log bytes per job", "wal_bytes_per_job", false, null, alone, peersDrain));
        var (snapshot, peersSnapshot) = await RunAsync("snapshot", ours: $"snapshot --store postgres {size}", peers: size);
        contests.Add(new("drain under an old snapshot, jobs/s", "jobs_s", true, null, snapshot, peersSnapshot));
        var (bulk, peersBulk) = await RunAsync("enqueue-bulk", ours: $"enqueue-bulk --store postgres {size}", peers: size);
        contests.Add(new("enqueue in bulk, jobs/s", "jobs_s", true, 2, bulk, peersBulk));
        contests.Add(new("enqueue in bulk, log bytes per job", "wal_bytes_per_job", false, null, bulk, peersBulk));
        var (each, peersEach) = await RunAsync("enqueue-each", ours: "enqueue-each --store postgres", peers: "");
        contests.Add(new("enqueue one by one, 32 callers, jobs/s", "jobs_s", true, 6, each, peersEach));
        contests.Add(new("enqueue one by one, µs of processor per job", "cpu_us_per_job", false, null, each, peersEach));
        var (latency, peersLatency) = await RunAsync("latency", ours: "latency --store postgres --processes 2", peers: "");
        contests.Add(new("latency, p50 ms", "p50_ms", false, 1, latency, peersLatency));
        contests.Add(new("latency, p99 ms", "p99_ms", false, 1, latency, peersLatency));
        report.Add(contests.OrderBy(contest => contest.Ratio / (contest.Wanted ?? 1)).Select(contest => contest.Row()));
        return [.. contests.Select(contest => contest.Bar()).OfType<Bar>()];
    }

    // Quartz.NET is too slow for the numbers of the others, and has numbers of its own.
    private async Task<(Sample Ours, Dictionary<string, Sample> Peers)> RunAsync(string workload, string ours, string peers)
    {
        string[] lines = [ours, .. Peer.All.Select(peer => $"{workload} --store {peer} {(peer == Peer.Quartz ? "" : peers)}")];
        var samples = await rounds.RunAsync(lines);
        return (samples[0], Peer.All.Zip(samples.Skip(1)).ToDictionary(pair => pair.First, pair => pair.Second));
    }
}
