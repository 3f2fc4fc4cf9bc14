using System.Text;

namespace Ostinato.Storage.Conformance;

/// <summary>Results of completed jobs go when they have been kept long enough, and the jobs stay.</summary>
public abstract class ResultExpiryConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Results_that_were_kept_long_enough_go_and_their_jobs_stay_and_say_so()
    {
        var old = await CompletedAsync("old", "1");
        var without = await CompletedAsync("without", null);
        await PassMinutes(40);
        var young = await CompletedAsync("young", "2");
        await PassMinutes(30);

        var found = await FindAsync();
        (await ExpireAsync([old, without, young])).ShouldBe(1);

        found.Jobs.Select(job => job.Name).ShouldBe(["old"]);
        (await ResultOf(old)).ShouldBe((null, true));
        (await ResultOf(without)).ShouldBe((null, false));
        (await ResultOf(young)).ShouldBe(("2", false));
        (await Store.Job(old)).State.ShouldBe(JobState.Completed);
        (await FindAsync()).Jobs.ShouldBeEmpty();
        (await ExpireAsync([old])).ShouldBe(0);
    }

    [Fact]
    public async Task Steps_go_on_from_where_the_last_one_ended_and_name_each_result_once()
    {
        for (var number = 0; number < 5; number++)
        {
            await CompletedAsync($"job {number}", number == 2 ? null : "1");
            await PassMinutes(1);
        }

        await PassMinutes(90);
        var (names, found) = (new List<string>(), await FindAsync(limit: 2));
        for (names.AddRange(found.Jobs.Select(job => job.Name)); found.HasMore; names.AddRange(found.Jobs.Select(job => job.Name)))
        {
            found = await FindAsync(found.Reached, limit: 2);
        }

        names.ShouldBe(["job 0", "job 1", "job 3", "job 4"]);
        (await FindAsync(found.Reached)).Jobs.ShouldBeEmpty();

        await CompletedAsync("later", "1");
        await PassMinutes(90);
        (await FindAsync(found.Reached)).Jobs.Select(job => job.Name).ShouldBe(["later"]);
    }

    [Fact]
    public async Task Of_jobs_that_ended_together_those_with_a_result_are_found()
    {
        await Store.EnqueueMany(New.Jobs(300));
        var worker = await Store.Join();
        var jobs = await worker.Claim(300);
        var told = Encoding.UTF8.GetBytes("7");
        await worker.Acknowledge([.. jobs.Select((job, index) => new Acknowledgement(
            job, AttemptEnd.Completed, TimeSpan.Zero, index % 3 == 0 ? new AttemptDetail { Result = told } : null))]);
        await PassMinutes(90);

        var found = await FindAsync();
        (await ExpireAsync([.. found.Jobs.Select(job => job.Id)])).ShouldBe(100);

        found.Jobs.Select(job => job.Id).ShouldBe(jobs.Where((_, index) => index % 3 == 0).Select(job => job.Id), ignoreOrder: true);
        (await FindAsync()).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_runs_again_or_ran_again_lately_keeps_its_result()
    {
        var again = await CompletedAsync("again", "1");
        var running = await CompletedAsync("running", "1");
        await PassMinutes(90);
        (await FindAsync()).Jobs.Count.ShouldBe(2);
        await Store.Retry(again);
        var worker = await Store.Join();
        await worker.Complete(await worker.ClaimOne(), "2");
        await Store.Retry(running);
        await worker.ClaimOne();

        (await ExpireAsync([again, running, new JobId(987_654_321)])).ShouldBe(0);

        (await ResultOf(again)).ShouldBe(("2", false));
        (await ResultOf(running)).ShouldBe((null, false));
    }

    [Fact]
    public async Task A_job_that_runs_again_after_its_result_has_expired_has_a_new_one()
    {
        var id = await CompletedAsync("a", "1");
        await PassMinutes(90);
        (await ExpireAsync([id])).ShouldBe(1);
        await Store.Retry(id);
        (await ResultOf(id)).ShouldBe((null, false));
        var worker = await Store.Join();

        await worker.Complete(await worker.ClaimOne(), "2");

        (await ResultOf(id)).ShouldBe(("2", false));
        await PassMinutes(90);
        (await Store.Prune(JobState.Completed, OneHour)).ShouldBe(1);
    }

    private async Task<JobId> CompletedAsync(string name, string? result)
    {
        var id = await Store.Enqueue(name);
        var worker = await Store.Join();
        await worker.Complete(await worker.ClaimOne(), result);
        return id;
    }

    private async Task<AgedResults> FindAsync(ResultPosition after = default, int limit = 1_000) =>
        await Store.Pruner.ResultsAsync(after, OneHour, limit, CancellationToken.None);

    private async Task<int> ExpireAsync(JobId[] ids) => await Store.Pruner.ExpireResultsAsync(ids, OneHour, CancellationToken.None);

    private async Task<(string? Result, bool IsExpired)> ResultOf(JobId id)
    {
        var job = await Store.Job(id);
        return (job.Result is { } result ? Encoding.UTF8.GetString(result.Span) : null, job.IsResultExpired);
    }
}
