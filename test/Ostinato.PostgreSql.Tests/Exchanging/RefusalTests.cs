using Npgsql;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Exchanging;

/// <summary>Each reason to refuse a trip has a code of its own, and what the process does next follows from it.</summary>
public sealed class RefusalTests : SchemaTest
{
    [Fact]
    public async Task A_trip_of_a_process_that_does_not_stand()
    {
        await Schema.OpenAsync();

        (await RefusalAsync("fence(999, 1, 0)")).ShouldBe((StoreErrors.LostLease, false));
    }

    [Fact]
    public async Task A_trip_of_an_earlier_round()
    {
        var process = (await (await Schema.OpenAsync()).Join()).Identity;
        var round = await Schema.ScalarAsync<long>($"select ostinato.begin_round({process.Id}, {process.Epoch})");

        (await RefusalAsync($"fence({process.Id}, {process.Epoch}, {round - 1})")).ShouldBe((StoreErrors.PastRound, true));
    }

    [Theory]
    [InlineData("array[7]", "array[]", "array[]")]
    [InlineData("array[]", "array[7]", "array[1]")]
    public async Task A_lease_that_is_gone(string removed, string kept, string sizes)
    {
        var process = (await (await Schema.OpenAsync()).Join()).Identity;

        (await RefusalAsync($"cut_leases({process.Id}, {process.Epoch}, {removed}::bigint[], {kept}::bigint[], {sizes}::int[])"))
            .ShouldBe((StoreErrors.MissingLease, true));
    }

    [Fact]
    public async Task A_request_to_cancel_that_the_process_does_not_know()
    {
        var store = await Schema.OpenAsync();
        var id = await store.Enqueue("a");
        var worker = await store.Join();
        await worker.ClaimOne();
        await store.Control.CancelAsync(id, "because", TestContext.Current.CancellationToken);

        (await RefusalAsync($"require_known_cancels({worker.Identity.Id}, array[{id}]::bigint[], array[]::bigint[])"))
            .ShouldBe((StoreErrors.UnknownCancels, false));
    }

    private async Task<(string Code, bool MakesUncertain)> RefusalAsync(string call)
    {
        var refusal = await Should.ThrowAsync<PostgresException>(() => Schema.ExecuteAsync($"select ostinato.{call}"));
        return (refusal.SqlState, StoreErrors.MakesUncertain(refusal));
    }
}
