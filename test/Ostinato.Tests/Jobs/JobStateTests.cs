namespace Ostinato.Tests.Jobs;

public sealed class JobStateTests
{
    private static readonly JobState[] All = Enum.GetValues<JobState>();

    [Fact]
    public void Incomplete_and_final_states_are_all_states_and_share_none()
    {
        (JobStates.Incomplete | JobStates.Final).ShouldBe(JobStates.Any);
        (JobStates.Incomplete & JobStates.Final).ShouldBe(JobStates.None);
        All.Aggregate(JobStates.None, (set, state) => set | state.AsSet()).ShouldBe(JobStates.Any);
    }

    [Fact]
    public void A_set_of_one_state_holds_that_state_alone() =>
        All.ShouldAllBe(state => All.Count(other => state.AsSet().Includes(other)) == 1 && state.AsSet().Includes(state));

    [Fact]
    public void Completed_cancelled_and_discarded_are_final() =>
        All.Where(state => state.IsFinal()).ShouldBe([JobState.Completed, JobState.Cancelled, JobState.Discarded]);
}
