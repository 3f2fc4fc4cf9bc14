using Ostinato.Execution;
using Ostinato.Storage;

namespace Ostinato.Tests.Execution;

public sealed class QueueRunnerTests
{
    private readonly Lock _lock = new();
    private readonly List<(HeldJob Job, TaskCompletionSource End)> _running = [];
    private readonly QueueRunner _runner;
    private int _started;

    public QueueRunnerTests() => _runner = new QueueRunner("default", RunAsync, () => { }, new WorkInHand());

    [Fact]
    public void A_free_runner_asks_for_as_many_as_may_run_at_once() =>
        _runner.Plan(concurrency: 10, maxPrefetch: 1_000).ShouldBe(new ClaimRequest("default", 10));

    [Fact]
    public void A_runner_that_knows_of_no_jobs_asks_for_none()
    {
        _runner.MayHaveJobs = false;

        _runner.Plan(10, 1_000).ShouldBeNull();
    }

    [Fact]
    public async Task A_busy_runner_asks_for_what_still_fits()
    {
        await StartAsync(3, concurrency: 10);

        _runner.Plan(10, 1_000).ShouldBe(new ClaimRequest("default", 7));
    }

    [Fact]
    public async Task A_full_runner_asks_for_none()
    {
        await StartAsync(10, concurrency: 10);

        _runner.Plan(10, 1_000).ShouldBeNull();
    }

    [Fact]
    public async Task Short_jobs_are_fetched_ahead_and_long_ones_are_not()
    {
        _runner.Durations.Add(TimeSpan.FromMilliseconds(5));
        await StartAsync(10, concurrency: 10);

        _runner.Plan(10, 1_000).ShouldBe(new ClaimRequest("default", 100));
        _runner.MayHaveJobs = true;
        _runner.Plan(10, maxPrefetch: 20).ShouldBe(new ClaimRequest("default", 20));
        _runner.MayHaveJobs = true;
        _runner.Plan(10, maxPrefetch: 0).ShouldBeNull();
    }

    [Fact]
    public async Task It_asks_once_and_again_only_when_there_may_be_jobs()
    {
        await StartAsync(3, concurrency: 10);

        _runner.Plan(10, 1_000).ShouldNotBeNull();

        _runner.Plan(10, 1_000).ShouldBeNull();
    }

    [Fact]
    public async Task What_waits_while_no_job_ends_is_given_back_and_none_is_fetched_ahead_until_one_does()
    {
        _runner.Durations.Add(TimeSpan.FromMilliseconds(5));
        Start(50, concurrency: 10);
        await Eventually.TrueAsync(() => _started == 10, "ten run");
        _runner.TakeExcess(1_000).ShouldBeEmpty("the first look has nothing to compare with");

        _runner.TakeExcess(1_000).Select(held => held.Job.Id.ToString()).ShouldBe(Enumerable.Range(11, 40).Select(id => $"{id}"));
        _runner.Plan(10, 1_000).ShouldBeNull("all slots are taken, and nothing is fetched ahead");
        EndOne();

        await Eventually.TrueAsync(() => _runner.Running == 9, "a slot is free");
        _runner.Plan(10, 1_000).ShouldBe(new ClaimRequest("default", 101));
    }

    [Fact]
    public async Task Of_what_waits_the_last_go_back_when_jobs_have_become_longer()
    {
        _runner.Durations.Add(TimeSpan.FromMilliseconds(5));
        Start(60, concurrency: 10);
        await Eventually.TrueAsync(() => _started == 10, "ten run");
        for (var ended = 0; ended < 20; ended++)
        {
            EndOne();
            await Eventually.TrueAsync(() => _started == ended + 11, "the next one runs");
        }

        for (var more = 0; more < 500; more++)
        {
            _runner.Durations.Add(TimeSpan.FromMilliseconds(50));
        }

        var excess = _runner.TakeExcess(1_000);

        excess.Count.ShouldBe(20, "of 30 that wait, 10 are what ten slots finish in 50 ms");
        excess[0].Job.Id.ShouldBe(new JobId(41));
    }

    [Fact]
    public async Task No_more_jobs_run_at_once_than_the_concurrency()
    {
        Start(25, concurrency: 10);

        for (var ended = 0; ended < 25; ended++)
        {
            await Eventually.TrueAsync(() => _started == Math.Min(25, ended + 10), "every free slot runs a job");
            _runner.Running.ShouldBeLessThanOrEqualTo(10);
            EndOne();
        }

        await Eventually.TrueAsync(() => _runner.Running == 0, "all slots are free");
    }

    [Fact]
    public async Task A_lower_concurrency_holds_as_soon_as_running_jobs_end()
    {
        Start(20, concurrency: 5);
        await Eventually.TrueAsync(() => _started == 5, "five run");

        _runner.Plan(concurrency: 1, maxPrefetch: 1_000).ShouldBeNull();
        for (var ended = 0; ended < 4; ended++)
        {
            EndOne();
        }

        await Eventually.TrueAsync(() => _runner.Running == 1, "one slot is left");
        _started.ShouldBe(5);
    }

    [Fact]
    public async Task A_higher_concurrency_starts_what_waits_in_memory()
    {
        Start(20, concurrency: 1);
        await Eventually.TrueAsync(() => _started == 1, "one runs");

        _runner.Plan(concurrency: 5, maxPrefetch: 0);

        await Eventually.TrueAsync(() => _started == 5, "five run");
    }

    [Fact]
    public async Task A_job_that_was_reported_while_it_waited_is_passed_over()
    {
        var held = Start(3, concurrency: 1);
        await Eventually.TrueAsync(() => _started == 1, "the first runs");
        held[1].TryReportWaiting();
        EndOne();

        await Eventually.TrueAsync(() => _started == 2, "the third runs");
        _running[0].Job.ShouldBeSameAs(held[2]);
    }

    private async Task StartAsync(int jobs, int concurrency)
    {
        Start(jobs, concurrency);
        await Eventually.TrueAsync(() => _started == jobs, "all run");
    }

    private List<HeldJob> Start(int jobs, int concurrency)
    {
        List<HeldJob> held = [.. Enumerable.Range(1, jobs).Select(id => new HeldJob(Attempts.Claim(id)))];
        _runner.Start(held, concurrency);
        return held;
    }

    private async ValueTask RunAsync(HeldJob job)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _running.Add((job, end));
            _started++;
        }

        await end.Task;
    }

    private void EndOne()
    {
        lock (_lock)
        {
            var end = _running[0].End;
            _running.RemoveAt(0);
            end.SetResult();
        }
    }
}
