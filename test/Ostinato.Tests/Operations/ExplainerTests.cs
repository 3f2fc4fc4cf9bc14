using Ostinato.Operations;
using Ostinato.Storage;

namespace Ostinato.Tests.Operations;

public sealed class ExplainerTests
{
    private static readonly JobId Id = new(7);

    private static readonly ProcessInfo Worker = new(
        new ProcessIdentity(1, 1), new ProcessDescription("host", 42, new Dictionary<string, int> { ["default"] = 2 }, ["work"]), default, default);

    [Fact]
    public void A_job_that_does_not_exist_may_have_been_removed_by_age() =>
        Explainer.Explain(Id, null, null, []).Cause.ShouldBe(ExplanationCause.NotFound);

    [Theory]
    [InlineData(JobState.Executing, ExplanationCause.Executing)]
    [InlineData(JobState.Scheduled, ExplanationCause.DueLater)]
    [InlineData(JobState.Retryable, ExplanationCause.WaitsForRetry)]
    [InlineData(JobState.Suspended, ExplanationCause.Suspended)]
    [InlineData(JobState.Completed, ExplanationCause.Final)]
    [InlineData(JobState.Cancelled, ExplanationCause.Final)]
    [InlineData(JobState.Discarded, ExplanationCause.Final)]
    public void A_job_that_does_not_wait_for_a_slot_is_explained_by_its_state(JobState state, ExplanationCause cause) =>
        Explainer.Explain(Id, Job(state), null, []).Cause.ShouldBe(cause);

    [Fact]
    public void A_paused_queue_says_why()
    {
        var explanation = Explain(new QueueInfo { Name = "default", IsPaused = true, PauseReason = "month end" }, Worker);

        (explanation.Cause, explanation.Text.Contains("month end", StringComparison.Ordinal)).ShouldBe((ExplanationCause.QueuePaused, true));
    }

    [Fact]
    public void A_queue_that_nobody_serves_names_the_remedy() =>
        Explain(null).ShouldSatisfyAllConditions(
            explanation => explanation.Cause.ShouldBe(ExplanationCause.NoProcessServesQueue),
            explanation => explanation.Text.ShouldContain("AddWorker(w => w.Queue(\"default\"))"));

    [Fact]
    public void A_name_without_code_says_so() =>
        Explain(null, Worker with { Description = Worker.Description with { Names = ["other"] } }).Cause.ShouldBe(ExplanationCause.NoCodeForName);

    [Theory]
    [InlineData(2, ExplanationCause.AtLimit)]
    [InlineData(1, ExplanationCause.AboutToRun)]
    public void Taken_slots_are_counted(long executing, ExplanationCause cause) =>
        Explain(new QueueInfo { Name = "default", Counts = new Dictionary<JobState, long> { [JobState.Executing] = executing } }, Worker)
            .Cause.ShouldBe(cause);

    private static Explanation Explain(QueueInfo? queue, params ProcessInfo[] processes) =>
        Explainer.Explain(Id, Job(JobState.Available), queue, processes);

    private static JobInfo Job(JobState state) =>
        new() { Id = Id, Name = "work", Queue = "default", Priority = 4, State = state, EnqueuedAt = default };
}
