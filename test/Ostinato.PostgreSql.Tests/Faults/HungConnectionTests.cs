using Ostinato.PostgreSql.Servers;

namespace Ostinato.PostgreSql.Tests.Faults;

public sealed class HungConnectionTests
{
    [Fact]
    public async Task After_one_timeout_no_other_connection_that_hangs_is_used()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await schema.OpenThroughProxyAsync(TimeSpan.FromSeconds(1));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => InsertAsync(store, number)));
        schema.Proxy.Connections.ShouldBeGreaterThan(2);

        schema.Proxy.Swallow(Way.Both);
        await Should.ThrowAsync<TimeoutException>(() => InsertAsync(store, 20));

        await InsertAsync(store, 21);
    }

    [Fact]
    public async Task A_trip_of_one_second_that_hangs_is_over_within_three()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var store = await schema.OpenPlainThroughProxyAsync(TimeSpan.FromSeconds(1));
        var process = await store.JoinAsync();
        await store.ClaimAsync(process, 1);

        schema.Proxy.Swallow(Way.Both);
        var since = TimeProvider.System.GetTimestamp();
        await Should.ThrowAsync<TimeoutException>(() => store.ClaimAsync(process, 1));
        TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    private static async Task InsertAsync(PostgreSqlJobStore store, int number) =>
        await store.Inserter.InsertAsync([Port.Job(number)], null, TestContext.Current.CancellationToken);
}
