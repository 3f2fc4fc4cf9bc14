using Ostinato.Execution;
using Ostinato.Storage;

namespace Ostinato.Tests.Execution;

public sealed class QueueRunnerClaimTests
{
    private const int Concurrency = 2;

    private readonly TaskCompletionSource _end = new();
    private readonly TaskCompletionSource _woken = new();
    private readonly QueueRunner _runner;

    public QueueRunnerClaimTests() =>
        _runner = new QueueRunner("default", _ => new ValueTask(_end.Task), () => _woken.TrySetResult(), new WorkInHand()) { MayHaveJobs = false };

    [Fact]
    public void A_process_that_holds_a_suspect_says_so()
    {
        _runner.MayHaveJobs = true;
        _runner.Start([Job(1, crashes: 2)], Concurrency);

        _runner.Plan(Concurrency, maxPrefetch: 0).ShouldBe(new ClaimRequest("default", Limit: 1, HoldsSuspect: true));
    }

    [Fact]
    public async Task The_end_of_a_suspect_makes_the_loop_look_again()
    {
        _runner.Start([Job(1, crashes: 2)], Concurrency);
        _runner.MayHaveJobs = false;

        _end.SetResult();
        await _woken.Task;

        _runner.Plan(Concurrency, maxPrefetch: 0)!.Value.HoldsSuspect.ShouldBeFalse();
    }

    [Fact]
    public void A_suspect_that_is_given_back_is_held_no_more()
    {
        _runner.Start([Job(1), Job(2), Job(3, crashes: 2)], Concurrency);
        _runner.TakeExcess(0).Count.ShouldBe(1);
        _runner.MayHaveJobs = true;

        _runner.Plan(concurrency: 3, maxPrefetch: 0).ShouldBe(new ClaimRequest("default", Limit: 1, HoldsSuspect: false));
    }

    [Fact]
    public void A_job_that_was_just_started_takes_one_slot_and_not_two()
    {
        _runner.MayHaveJobs = true;
        _runner.Start([Job(1)], Concurrency);

        _runner.Plan(Concurrency, maxPrefetch: 0).ShouldBe(new ClaimRequest("default", Limit: 1));
    }

    private static HeldJob Job(long id, int crashes = 0) => new(new ClaimedJob
    {
        Id = new JobId(id),
        Name = "work",
        Queue = "default",
        Priority = JobDefaults.Priority,
        Attempt = 1,
        Crashes = crashes,
        Payload = "{}"u8.ToArray(),
        EnqueuedAt = default,
        AvailableAt = default,
        ClaimedAt = default,
    });
}
