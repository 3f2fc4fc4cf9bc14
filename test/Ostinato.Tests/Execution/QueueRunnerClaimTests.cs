using Ostinato.Execution;
using Ostinato.Storage;

namespace Ostinato.Tests.Execution;

public sealed class QueueRunnerClaimTests
{
    private const int Concurrency = 2;

    private static readonly ClaimRequest NothingFree = new("default", 1_000, FreeSlots: 0, HoldsNothing: false);

    private readonly TaskCompletionSource _end = new();
    private readonly TaskCompletionSource _woken = new();
    private readonly QueueRunner _runner;

    public QueueRunnerClaimTests() =>
        _runner = new QueueRunner("default", _ => new ValueTask(_end.Task), () => _woken.TrySetResult(), new WorkInHand()) { MayHaveJobs = false };

    [Fact]
    public void A_claim_whose_answer_comes_after_the_last_job_ended_is_made_again_at_once()
    {
        _runner.Refused(NothingFree, Concurrency);

        _runner.MayHaveJobs.ShouldBeTrue();
        _woken.Task.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void A_claim_whose_answer_comes_after_a_slot_became_free_is_made_again_at_once()
    {
        _runner.Start([Job(1)], Concurrency);

        _runner.Refused(NothingFree, Concurrency);

        _runner.MayHaveJobs.ShouldBeTrue();
        _woken.Task.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_claim_that_is_refused_while_no_slot_is_free_is_made_again_when_one_becomes_free()
    {
        _runner.Start([Job(1), Job(2)], Concurrency);

        _runner.Refused(NothingFree, Concurrency);

        _runner.MayHaveJobs.ShouldBeFalse();
        _end.SetResult();
        await _woken.Task;
        _runner.MayHaveJobs.ShouldBeTrue();
    }

    [Fact]
    public void A_job_that_was_just_started_takes_one_slot_and_not_two()
    {
        _runner.MayHaveJobs = true;
        _runner.Start([Job(1)], Concurrency);

        _runner.Plan(Concurrency, maxPrefetch: 0).ShouldBe(new ClaimRequest("default", Limit: 1, FreeSlots: 1, HoldsNothing: false));
    }

    private static HeldJob Job(long id) => new(new ClaimedJob
    {
        Id = new JobId(id),
        Name = "work",
        Queue = "default",
        Priority = JobDefaults.Priority,
        Attempt = 1,
        Payload = "{}"u8.ToArray(),
        EnqueuedAt = default,
        AvailableAt = default,
        ClaimedAt = default,
    });
}
