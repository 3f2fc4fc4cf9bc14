namespace Ostinato.Chaos;

public sealed class MarchTests
{
    [Fact]
    public async Task A_job_whose_process_is_killed_half_way_goes_on_from_its_last_checkpoint()
    {
        await using var store = new SqliteChaosStore();
        await March.JudgeAsync(store, TestContext.Current.CancellationToken);
    }
}
