using Microsoft.Data.Sqlite;
using Ostinato.Chaos.Worker;

namespace Ostinato.Chaos;

/// <summary>What a handler writes in the transaction in which it completes its job is there exactly once.</summary>
public sealed class ReceiptTests
{
    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public async Task A_process_that_dies_around_the_commit_leaves_one_receipt(bool commits, int attempts)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var run = new ChaosRun(seed: 1, ct);
        var id = (await run.Jobs.EnqueueAsync(new ReceiptJob(7, commits), ct)).Id;
        await QueryAsync(run, "create table receipt (number integer not null)");

        await run.LoseOneAsync();
        await run.StartWorkersAsync(1);
        await run.UntilAllFinalAsync(TimeSpan.FromMinutes(1));
        await run.StopWorkersAsync();

        (await QueryAsync(run, "select count(*) from receipt where number = 7")).ShouldBe(1);
        var job = (await run.Admin.Jobs.GetAsync(id, ct)).ShouldNotBeNull();
        (job.State, job.Attempt).ShouldBe((JobState.Completed, attempts));
    }

    private static async Task<long> QueryAsync(ChaosRun run, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={run.Database}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync() is long value ? value : 0;
    }
}
