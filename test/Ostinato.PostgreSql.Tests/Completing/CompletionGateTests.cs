using Ostinato.Storage;

namespace Ostinato.PostgreSql.Tests.Completing;

/// <summary>A job is acknowledged, or completed in its handler's transaction; what happens to others does not wait.</summary>
public sealed class CompletionGateTests
{
    private readonly CompletionGate _gate = new();

    [Fact]
    public async Task A_job_that_is_being_acknowledged_is_not_completed_until_that_is_over()
    {
        await _gate.CloseAsync([Ended(1)], CancellationToken.None);

        _gate.TryEnter(1).ShouldBeFalse();
        _gate.Open();
        _gate.TryEnter(1).ShouldBeTrue();
    }

    [Fact]
    public async Task Other_jobs_are_completed_meanwhile()
    {
        _gate.TryEnter(2).ShouldBeTrue();

        await _gate.CloseAsync([Ended(1)], CancellationToken.None);

        _gate.TryEnter(3).ShouldBeTrue();
    }

    [Fact]
    public async Task An_acknowledgement_waits_for_a_completion_of_its_job_that_has_begun()
    {
        _gate.TryEnter(1);

        var closing = _gate.CloseAsync([Ended(1), Ended(2)], CancellationToken.None).AsTask();

        closing.IsCompleted.ShouldBeFalse();
        _gate.Leave(1);
        await closing;
    }

    [Fact]
    public void A_job_is_completed_by_one_call_at_a_time()
    {
        _gate.TryEnter(1);

        _gate.TryEnter(1).ShouldBeFalse();
        _gate.Leave(1);
        _gate.TryEnter(1).ShouldBeTrue();
    }

    private static Acknowledgement Ended(long id) => new(
        new ClaimedJob
        {
            Id = new JobId(id),
            Name = "work",
            Queue = "default",
            Priority = JobDefaults.Priority,
            Attempt = 1,
            Crashes = 0,
            Payload = "{}"u8.ToArray(),
            EnqueuedAt = default,
            AvailableAt = default,
            ClaimedAt = default,
        },
        AttemptEnd.Retry,
        TimeSpan.Zero);
}
