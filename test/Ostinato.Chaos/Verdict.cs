namespace Ostinato.Chaos;

/// <summary>Compares what the store says with what the ledgers say.</summary>
internal static class Verdict
{
    public static async Task JudgeAsync(ChaosRun run, int seed, ITestOutputHelper output, CancellationToken ct)
    {
        var runs = run.Ledger();
        var starts = runs.Where(line => line.What == "start").ToLookup(line => line.Number);
        var ends = runs.Where(line => line.What == "end").ToLookup(line => line.Number);
        var hurt = run.All.Where(worker => worker.WasHurt).Select(worker => worker.Number).ToHashSet();
        var jobs = await StoredJobsAsync(run, ct);

        jobs.Count.ShouldBe(run.Expected.Count, $"seed {seed}: jobs in the store");
        foreach (var (number, id) in run.Expected)
        {
            var job = jobs[id];
            job.State.ShouldBe(JobState.Completed, $"seed {seed}: job {number}");
            ends[number].ShouldContain(
                line => line.Attempt == job.Attempt && line.At <= Milliseconds(job.FinishedAt) + 5,
                $"seed {seed}: job {number} is completed by attempt {job.Attempt}, so that one must have ended before");
            job.Attempt.ShouldBe(1 + job.Crashes, $"seed {seed}: every attempt of job {number} but the last ended with a death of its process");
            Explain(starts[number].ToList(), hurt, job, number, seed);
        }

        var extra = runs.Count(line => line.What == "start") - run.Expected.Count;
        output.WriteLine(
            $"{run.Expected.Count} jobs, {run.Kills} kills, {run.Pauses} pauses past death, {run.All.Count} processes. "
            + $"Handler runs beyond one a job: {extra}, all of jobs held by a process that was killed or paused. Seed {seed}.");
    }

    /// <summary>
    /// All runs but one must be of processes that were hurt; and no run starts after the job has ended, except in a process that was paused
    /// past its death and has not been told yet.
    /// </summary>
    private static void Explain(List<LedgerLine> starts, HashSet<int> hurt, JobInfo job, int number, int seed)
    {
        starts.Count(line => !hurt.Contains(line.Worker)).ShouldBeLessThanOrEqualTo(
            1, $"seed {seed}: job {number} ran more than once in processes that were never hurt: {string.Join(", ", starts)}");

        starts.ShouldAllBe(
            line => line.At <= Milliseconds(job.FinishedAt) + 5 || hurt.Contains(line.Worker),
            $"seed {seed}: job {number} started after it had ended");
    }

    private static long Milliseconds(DateTimeOffset? time) => time!.Value.ToUnixTimeMilliseconds();

    private static async Task<Dictionary<JobId, JobInfo>> StoredJobsAsync(ChaosRun run, CancellationToken ct)
    {
        var jobs = new Dictionary<JobId, JobInfo>();
        JobId? after = null;
        do
        {
            var page = await run.Admin.Jobs.ListAsync(new JobFilter { Limit = 1_000, After = after }, ct);
            foreach (var job in page.Jobs)
            {
                jobs.Add(job.Id, job);
            }

            after = page.Next;
        }
        while (after is not null);
        return jobs;
    }
}
