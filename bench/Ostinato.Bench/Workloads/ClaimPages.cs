using System.Globalization;
using System.Text.Json;
using Npgsql;
using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;
using Ostinato.PostgreSql;
using Ostinato.Storage;

namespace Ostinato.Bench.Workloads;

/// <summary>The pages that a claim of one job touches: from the start of the line, and from where a process knows that it begins.</summary>
internal static class ClaimPages
{
    public static async Task AddAsync(Scratch scratch, JobSystem system, Figure figure)
    {
        await system.Admin.Queues.PauseAsync(JobDefaults.Queue, "looking");
        await Task.Delay(500);
        await system.Jobs.EnqueueManyAsync(Enumerable.Range(0, 10).Select(number => new NoOp(number)));
        await scratch.PostgreSql!.RunAsync("update ostinato.queue set paused_at = null");
        await using var connection = new NpgsqlConnection(scratch.Database + ";Pooling=false");
        await connection.OpenAsync();
        figure
            .With("claim_pages_from_the_start", await PagesAsync(connection, 0))
            .With("claim_pages_from_the_floor", await PagesAsync(connection, await FloorAsync(connection)));
    }

    private static async Task<long> FloorAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select last_value from ostinato.position", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<long> PagesAsync(NpgsqlConnection connection, long from)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var pin = new NpgsqlCommand("select ostinato.pin_plans()", connection);
        await pin.ExecuteNonQueryAsync();
        var claim = SqlFile.Load("Claim", SqlFile.DefaultSchema)["claim"];
        await using var prepare = new NpgsqlCommand(
            "prepare claim (int, int, int, int, int, smallint[], bigint[], smallint[]) as " + claim, connection);
        await prepare.ExecuteNonQueryAsync();
        await using var explain = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $$"""
                explain (analyze, buffers, format json)
                execute claim (1, 1, 1, 1, 1, '{{{JobDefaults.Priority}}}', '{{{from}}}', '{{{ClaimRule.Lines / 2}}}')
                """),
            connection);
        using var plan = JsonDocument.Parse((string)(await explain.ExecuteScalarAsync())!);
        await transaction.RollbackAsync();
        await using var forget = new NpgsqlCommand("deallocate claim", connection);
        await forget.ExecuteNonQueryAsync();
        var root = plan.RootElement[0].GetProperty("Plan");
        return root.GetProperty("Shared Hit Blocks").GetInt64() + root.GetProperty("Shared Read Blocks").GetInt64();
    }
}
