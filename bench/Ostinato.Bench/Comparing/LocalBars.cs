namespace Ostinato.Bench.Comparing;

/// <summary>The bars of SQLite and of the memory.</summary>
internal sealed class LocalBars(Rounds rounds, int drainJobs)
{
    public async Task<List<Bar>> RunAsync() => [.. await AgainstFloorsAsync(), .. await OnItsOwnAsync()];

    private async Task<Bar[]> AgainstFloorsAsync()
    {
        var drain = await rounds.RunAsync($"drain --store floor-sqlite --jobs {drainJobs}", $"drain --store sqlite --jobs {drainJobs}");
        var each = await rounds.RunAsync("enqueue-each --store floor-sqlite", "enqueue-each --store sqlite");
        await rounds.RunAsync("enqueue-bulk --store floor-sqlite", "enqueue-bulk --store sqlite");
        return
        [
            Bar.AtLeast("sqlite drain, share of its floor", 0.5, drain[1]["jobs_s"] / drain[0]["jobs_s"]),
            Bar.AtLeast("sqlite drain, jobs/s", 50_000, drain[1]["jobs_s"]),
            Bar.AtLeast("sqlite enqueue-each, times one commit per call", 20, each[1]["jobs_s"] / each[0]["jobs_s"]),
            Bar.AtMost("sqlite drain, bytes allocated per job", 2_048, drain[1]["alloc_bytes_per_job"]),
        ];
    }

    private async Task<Bar[]> OnItsOwnAsync()
    {
        var drain = (await rounds.RunAsync($"drain --store memory --jobs {drainJobs}"))[0];
        var near = await rounds.OnceAsync("latency --store sqlite");
        var far = await rounds.OnceAsync("latency --store sqlite --processes 2");
        var idle = await rounds.OnceAsync("idle --store sqlite");
        var recover = await rounds.OnceAsync("recover --store sqlite");
        var memory = await rounds.OnceAsync("memory-flat --store sqlite");
        return
        [
            Bar.AtLeast("memory drain, jobs/s", 300_000, drain["jobs_s"]),
            Bar.AtMost("memory drain, bytes allocated per job", 2_048, drain["alloc_bytes_per_job"]),
            Bar.AtMost("sqlite latency in one process, p50 ms", 2, near["p50_ms"]),
            Bar.AtMost("sqlite latency in one process, p99 ms", 10, near["p99_ms"]),
            Bar.AtMost("sqlite latency across processes, p50 ms", 5, far["p50_ms"]),
            Bar.AtMost("sqlite idle, statements/s beside the heartbeat", 0.2, idle["statements_s_beside_heartbeat"]),
            Bar.AtMost("sqlite idle, percent of a core", 1, idle["cpu_percent_of_a_core"]),
            Bar.AtMost("sqlite recovery after SIGKILL, s", 10, recover["all_recovered_s"]),
            Bar.AtMost("sqlite jobs lost by SIGKILL", 0, recover["lost"]),
            Bar.AtMost("sqlite heap growth over 1,000,000 jobs, bytes per job", 1, memory["heap_growth_bytes_per_job"]),
        ];
    }
}
