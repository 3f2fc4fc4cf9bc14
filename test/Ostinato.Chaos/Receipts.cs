using Ostinato.Chaos.Worker;

namespace Ostinato.Chaos;

/// <summary>What a handler writes in the transaction in which it completes its job is there exactly once.</summary>
internal static class Receipts
{
    /// <summary>Runs a job whose first process dies before its commit, or after it, and judges what is left.</summary>
    public static async Task JudgeAsync(ChaosStore store, bool commits, CancellationToken ct)
    {
        await using var run = new ChaosRun(store, seed: 1, ct);
        var id = (await run.Jobs.EnqueueAsync(new ReceiptJob(7, commits), ct)).Id;
        await QueryAsync(store, "drop table if exists receipt", ct);
        await QueryAsync(store, "create table receipt (number integer not null)", ct);

        await run.LoseOneAsync();
        await run.StartWorkersAsync(1);
        await run.UntilAllFinalAsync(TimeSpan.FromMinutes(1));
        await run.StopWorkersAsync();

        (await QueryAsync(store, "select count(*) from receipt where number = 7", ct)).ShouldBe(1);
        var job = (await run.Admin.Jobs.GetAsync(id, ct)).ShouldNotBeNull();
        (job.State, job.Attempt).ShouldBe((JobState.Completed, commits ? 1 : 2));
    }

    private static async Task<long> QueryAsync(ChaosStore store, string sql, CancellationToken ct)
    {
        await using var connection = await store.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(ct) is long value ? value : 0;
    }
}
