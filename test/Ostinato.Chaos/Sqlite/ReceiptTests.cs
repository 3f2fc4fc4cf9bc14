namespace Ostinato.Chaos;

public sealed class ReceiptTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_dies_around_the_commit_leaves_one_receipt(bool commits)
    {
        await using var store = new SqliteChaosStore();
        await Receipts.JudgeAsync(store, commits, TestContext.Current.CancellationToken);
    }
}
