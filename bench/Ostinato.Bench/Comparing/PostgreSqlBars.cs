namespace Ostinato.Bench.Comparing;

/// <summary>The bars of PostgreSQL that need no other job system.</summary>
internal sealed class PostgreSqlBars(Rounds rounds, Arguments arguments, int drainJobs)
{
    public async Task<List<Bar>> RunAsync() =>
        [.. await DrainAsync(), .. await EnqueueAsync(), .. await LatencyAsync(), .. await OverTimeAsync()];

    private async Task<Bar[]> DrainAsync()
    {
        var bulk = await rounds.RunAsync(
            $"drain --store floor-postgres --jobs {drainJobs}", $"drain --store postgres --jobs {drainJobs}",
            $"snapshot --store postgres --jobs {drainJobs}");
        var warm = await rounds.RunAsync(
            $"drain --store floor-postgres --jobs {drainJobs} --warm-up {drainJobs}",
            $"drain --store postgres --jobs {drainJobs} --warm-up {drainJobs}");
        var alone = await rounds.RunAsync(
            $"drain-alone --store floor-postgres --jobs {drainJobs}", $"drain-alone --store postgres --jobs {drainJobs}",
            $"snapshot-alone --store postgres --jobs {drainJobs}");
        var deep = await rounds.OnceAsync(
            $"deep --store postgres --jobs {drainJobs} --done {arguments.Done} --scheduled {arguments.Scheduled}");
        await rounds.OnceAsync("contend --store postgres");
        await rounds.OnceAsync("contend-alone --store postgres");
        await rounds.OnceAsync("complete-in --store postgres");
        await rounds.OnceAsync($"browse --store postgres --done {arguments.Done} --scheduled {arguments.Scheduled}");
        await rounds.OnceAsync($"browse-alone --store postgres --done {arguments.Done} --scheduled {arguments.Scheduled}");
        return
        [
            Bar.AtLeast("postgres drain, share of its floor", 0.6, warm[1]["jobs_s"] / warm[0]["jobs_s"]),
            Bar.AtLeast("the same in a process that has just started", 0.6, bulk[1]["jobs_s"] / bulk[0]["jobs_s"]),
            Bar.AtLeast("postgres drain under an old snapshot, share of drain", 0.9, bulk[2]["jobs_s"] / bulk[1]["jobs_s"]),
            Bar.AtLeast("the same, each job enqueued alone", 0.9, alone[2]["jobs_s"] / alone[1]["jobs_s"]),
            Bar.AtLeast("postgres drain of a deep database, share of drain", 0.9, deep["jobs_s"] / bulk[1]["jobs_s"]),
            .. AtSaturation("postgres drain", bulk[1]),
        ];
    }

    private async Task<Bar[]> EnqueueAsync()
    {
        var each = (await rounds.RunAsync("enqueue-each --store postgres"))[0];
        await rounds.RunAsync("enqueue-bulk --store floor-postgres", "enqueue-bulk --store postgres");
        var transaction = (await rounds.RunAsync("enqueue-tx --store postgres"))[0];
        var tens = await rounds.OnceAsync("wal --store postgres");
        var single = await rounds.OnceAsync("wal-each --store postgres --jobs 5000");
        return
        [
            .. AtSaturation("postgres enqueue-each", each),
            Bar.AtMost("postgres job in the caller's transaction, % over plain", 10, transaction["over_plain_percent"]),
            Bar.AtMost("postgres log per job, enqueued in tens, bytes", 450, tens["wal_bytes_per_job"]),
            Bar.AtMost("postgres log per job, enqueued one by one, bytes", 750, single["wal_bytes_per_job"]),
        ];
    }

    private async Task<Bar[]> LatencyAsync()
    {
        var latency = await rounds.RunAsync(
            "latency --store postgres", "latency --store postgres --processes 2",
            "latency --store postgres --processes 2 --sessions avoid");
        return
        [
            Bar.AtMost("postgres latency in one process, p50 ms", 3, latency[0]["p50_ms"]),
            Bar.AtMost("postgres latency in one process, p99 ms", 10, latency[0]["p99_ms"]),
            Bar.AtMost("postgres latency across processes, p50 ms", 3, latency[1]["p50_ms"]),
            Bar.AtMost("postgres latency across processes, p99 ms", 10, latency[1]["p99_ms"]),
            Bar.AtMost("postgres latency by looking only, p50 ms", 15, latency[2]["p50_ms"]),
        ];
    }

    private async Task<Bar[]> OverTimeAsync()
    {
        var idle = await rounds.OnceAsync("idle --store postgres --seconds 120");
        var recover = await rounds.OnceAsync("recover --store postgres");
        var byBeats = await rounds.OnceAsync("recover --store postgres --sessions avoid");
        await rounds.OnceAsync("memory-flat --store postgres");
        return
        [
            Bar.AtMost("postgres idle, statements/s beside the heartbeat", 0.2, idle["statements_s_beside_heartbeat"]),
            Bar.AtMost("postgres recovery after SIGKILL by the lock that shows a death, s", 1, recover["all_recovered_s"]),
            Bar.AtMost("postgres recovery after SIGKILL by beats, s", 10, byBeats["all_recovered_s"]),
            Bar.AtMost("postgres jobs lost by SIGKILL", 0, recover["lost"] + byBeats["lost"]),
        ];
    }

    private static Bar[] AtSaturation(string name, Sample sample) =>
    [
        Bar.AtMost($"{name}, commits per job", 0.05, sample["commits_per_job"]),
        Bar.AtMost($"{name}, statements per job", 0.05, sample["statements_per_job"]),
        Bar.AtMost($"{name}, bytes allocated per job", 2_048, sample["alloc_bytes_per_job"]),
        Bar.AtMost($"{name}, connections", 5, sample["connections_max"]),
    ];
}
