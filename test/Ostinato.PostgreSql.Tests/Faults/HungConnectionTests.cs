using Npgsql;
using Ostinato.PostgreSql.Servers;

namespace Ostinato.PostgreSql.Tests.Faults;

public sealed class HungConnectionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

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

    [Fact]
    public async Task Statements_that_are_prepared_on_a_new_connection_that_hangs_are_given_up_in_time()
    {
        await using var schema = await OwnSchema.CreateAsync();
        var options = new PostgreSqlStoreOptions { CommandTimeout = TimeSpan.FromSeconds(1) };
        await using var source = StoreSource.Create(schema.Proxy.Through(schema.Server), options);
        await using var links = new Links(source, ownsSource: true, "here", options) { Prepares = true };
        await using var link = await links.RentAsync(Ct);

        schema.Proxy.Swallow(Way.Both);
        await using var trip = link.Trip().Add("select 1");
        var run = trip.RunAsync(Ct);

        (await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(20), TimeProvider.System, Ct))).ShouldBe(run);
        (await Should.ThrowAsync<NpgsqlException>(run)).InnerException.ShouldBeOfType<TimeoutException>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_broke_while_it_was_opened_is_given_up_in_time_where_it_hangs(bool prepares)
    {
        await using var schema = await OwnSchema.CreateAsync();
        var options = new PostgreSqlStoreOptions { CommandTimeout = TimeSpan.FromSeconds(1) };
        await using var source = StoreSource.Create(schema.Proxy.Through(schema.Server), options);
        await using var links = new Links(source, ownsSource: true, "here", options) { Prepares = prepares };
        var lost = schema.Proxy.LoseAnswerAsync("application_name");
        await using var link = await links.RentAsync(Ct);
        lost.IsCompletedSuccessfully.ShouldBeTrue();

        schema.Proxy.Swallow(Way.Both);
        await using var trip = link.Trip().Add("select 1");
        var run = trip.RunAsync(Ct);

        (await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(20), TimeProvider.System, Ct))).ShouldBe(run);
        (await Should.ThrowAsync<NpgsqlException>(run)).InnerException.ShouldBeOfType<TimeoutException>();
    }

    private static async Task InsertAsync(PostgreSqlJobStore store, int number) =>
        await store.Inserter.InsertAsync([Port.Job(number)], null, Ct);
}
