using Npgsql;
using Ostinato.PostgreSql.Tests.Measuring;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Contention;

[Collection(MeasuredTests.Name)]
public sealed class LockedRangeTests(MeasuredServer server)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Who_found_a_range_locked_is_woken_soon()
    {
        await using var measured = await server.OpenAsync();
        var worker = await measured.Store.Join();
        await measured.Store.EnqueueMany(New.Jobs(10));
        using var signals = new SignalRecorder(measured.Store);
        await signals.UntilAnything();
        await using var other = await server.ConnectAsync();
        await using (await LockAsync(other, measured.Schema))
        {
            (await worker.Claim(10)).ShouldBeEmpty();
        }

        var since = TimeProvider.System.GetTimestamp();
        await signals.UntilWoken();

        TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(Soon);
        (await worker.Claim(10)).Count.ShouldBe(10);
    }

    private static async Task<NpgsqlTransaction> LockAsync(NpgsqlConnection connection, string schema)
    {
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"select from {schema}.ready for update", connection, transaction);
        await command.ExecuteNonQueryAsync();
        return transaction;
    }
}
