namespace Ostinato.Chaos;

public sealed class SweepTests
{
    [Fact]
    public async Task What_is_done_to_many_jobs_and_killed_half_way_is_done_to_the_rest_by_the_same_again()
    {
        await using var store = new SqliteChaosStore();
        await Sweep.JudgeAsync(store, TestContext.Current.CancellationToken);
    }
}
