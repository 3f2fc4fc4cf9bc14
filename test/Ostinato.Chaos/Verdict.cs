using System.Text.Json;
using Ostinato.Chaos.Worker;

namespace Ostinato.Chaos;

/// <summary>Compares what the store says with what the ledgers and the enqueuer say.</summary>
internal static class Verdict
{
    // The clocks of a server and of this process are read at different moments.
    private const int Slack = 5;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task JudgeAsync(ChaosRun run, ITestOutputHelper output, CancellationToken ct)
    {
        var runs = run.Ledger();
        var starts = runs.Where(line => line.What == "start").ToLookup(line => line.Number);
        var ends = runs.Where(line => line.What == "end").ToLookup(line => line.Number);
        var hurt = run.All.Where(worker => worker.WasHurt).Select(worker => worker.Number).ToHashSet();
        var jobs = await StoredJobsAsync(run, ct);
        CompareWithEnqueued(run, jobs);
        await CompareWithBookingsAsync(run, jobs, ct);
        foreach (var (number, job) in jobs.Select(group => (group.Key, group.Single())))
        {
            job.State.ShouldBe(JobState.Completed, $"seed {run.Seed}: job {number}");
            ends[number].ShouldContain(
                line => line.Attempt == job.Attempt && line.At <= Milliseconds(job.FinishedAt) + Slack,
                $"seed {run.Seed}: job {number} is completed by attempt {job.Attempt}, so that one must have ended before");
            job.Attempt.ShouldBe(
                1 + job.Crashes, $"seed {run.Seed}: every attempt of job {number} but the last ended with a death of its process");
            Explain(starts[number].ToList(), hurt, job, number, run.Seed);
        }

        await run.Store.VerifyAsync(ct);
        var extra = runs.Count(line => line.What == "start") - jobs.Count;
        output.WriteLine(
            $"{jobs.Count} jobs, {run.Enqueuer.Doubtful.Count} enqueues that failed, {run.Kills} kills, {run.Pauses} pauses past death, "
            + $"{run.All.Count} processes. Handler runs beyond one a job: {extra}, all of jobs held by a process that was killed, paused or "
            + $"taken for dead. Seed {run.Seed}.");
    }

    private static void CompareWithEnqueued(ChaosRun run, ILookup<int, JobInfo> jobs)
    {
        jobs.Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty($"seed {run.Seed}: jobs that are there twice");
        run.Enqueuer.Certain.Keys.Where(number => !jobs.Contains(number)).ShouldBeEmpty($"seed {run.Seed}: jobs that are lost");
        jobs.Select(group => group.Key).Except(run.Enqueuer.Certain.Keys).Except(run.Enqueuer.Doubtful.Keys)
            .ShouldBeEmpty($"seed {run.Seed}: jobs of transactions that were rolled back");
        run.Enqueuer.Certain.ShouldAllBe(
            entry => jobs[entry.Key].Single().Id == entry.Value, $"seed {run.Seed}: a job has the id that its enqueueing was told");
    }

    private static async Task CompareWithBookingsAsync(ChaosRun run, ILookup<int, JobInfo> jobs, CancellationToken ct)
    {
        await using var connection = await run.Store.OpenAsync(ct);
        await using var read = connection.CreateCommand();
        read.CommandText = "select number from booking";
        await using var rows = await read.ExecuteReaderAsync(ct);
        var booked = new List<int>();
        while (await rows.ReadAsync(ct))
        {
            booked.Add(rows.GetInt32(0));
        }

        booked.ShouldBe(
            jobs.Select(group => group.Key).Where(run.Enqueuer.InTransactions.ContainsKey), ignoreOrder: true,
            $"seed {run.Seed}: rows and jobs of transactions");
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
            line => line.At <= Milliseconds(job.FinishedAt) + Slack || hurt.Contains(line.Worker),
            $"seed {seed}: job {number} started after it had ended");
    }

    private static long Milliseconds(DateTimeOffset? time) => time!.Value.ToUnixTimeMilliseconds();

    private static async Task<ILookup<int, JobInfo>> StoredJobsAsync(ChaosRun run, CancellationToken ct)
    {
        var jobs = new List<JobInfo>();
        JobPosition? after = null;
        do
        {
            var page = await run.Admin.Jobs.ListAsync(new JobFilter { Limit = 1_000, After = after }, ct);
            jobs.AddRange(page.Jobs);
            after = page.Next;
        }
        while (after is not null);
        return jobs.ToLookup(job => JsonSerializer.Deserialize<LedgerJob>(job.Payload.Span, Json)!.Number);
    }
}
