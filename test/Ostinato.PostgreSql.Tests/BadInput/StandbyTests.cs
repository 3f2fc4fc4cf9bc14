using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ostinato.PostgreSql.Servers;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.BadInput;

/// <summary>A real standby that only reads, and what becomes of jobs when it is promoted.</summary>
public sealed class StandbyTests : IAsyncLifetime
{
    private const string Remedy = "`Target Session Attributes=primary` and all hosts in the connection string";

    private static readonly TimeSpan Failover = TimeSpan.FromSeconds(5);

    private readonly List<PostgreSqlJobStore> _stores = [];
    private PostgreSqlServer _primary = null!;
    private PostgreSqlServer _standby = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string AllHosts => new NpgsqlConnectionStringBuilder(_primary.ConnectionString())
    {
        Host = $"127.0.0.1:{_standby.Port},127.0.0.1:{_primary.Port}",
    }.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        _primary = await PostgreSqlServer.StartAsync(PostgreSqlVersion.Debian15, ct: Ct);
        _standby = await _primary.StartStandbyAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        await _standby.DisposeAsync();
        await _primary.DisposeAsync();
    }

    [Fact]
    public async Task A_start_is_sent_to_the_primary()
    {
        var error = await Should.ThrowAsync<OstinatoConfigurationException>(OpenAsync(_standby.ConnectionString()));

        error.Message.ShouldContain("the server is a standby");
        error.Message.ShouldContain(Remedy);
    }

    [Fact]
    public async Task A_start_that_finds_standbys_only_is_told_so()
    {
        await _primary.StopAsync(StopMode.Immediate, Ct);

        var error = await Should.ThrowAsync<OstinatoConfigurationException>(OpenAsync(AllHosts));

        error.Message.ShouldContain($"none of the hosts 127.0.0.1:{_standby.Port}, 127.0.0.1:{_primary.Port} of PostgreSQL is a primary");
        error.Message.ShouldContain($"Failed to connect to 127.0.0.1:{_primary.Port}");
    }

    [Fact]
    public async Task A_store_that_knows_all_hosts_writes_to_the_primary()
    {
        var store = await OpenAsync(AllHosts);

        await store.Enqueue("a");

        await UntilFollowedAsync(1);
    }

    [Fact]
    public async Task A_store_that_knows_all_hosts_goes_on_with_the_standby_that_was_promoted()
    {
        var store = await OpenAsync(AllHosts);
        await store.Enqueue("before");
        await UntilFollowedAsync(1);

        await _primary.StopAsync(StopMode.Immediate, Ct);
        (await RefusedAsync(store)).Message.ShouldContain("The store needs the primary");
        await _standby.PromoteAsync(Ct);
        await Eventually.TrueAsync(() => IsWritableAsync(store), "a job can be enqueued").WaitAsync(Failover, TimeProvider.System, Ct);

        (await store.Count(JobState.Available)).ShouldBe(2);
    }

    [Fact]
    public async Task A_store_that_knows_all_hosts_leaves_a_primary_that_takes_no_writes_any_more()
    {
        var store = await OpenAsync(AllHosts);
        await store.Enqueue("before");
        await UntilFollowedAsync(1);

        await ExecuteAsync("alter system set default_transaction_read_only = on");
        await ExecuteAsync("select pg_reload_conf()");
        await Eventually.TrueAsync(async () => !await IsWritableAsync(store), "the primary takes no writes");
        await _standby.PromoteAsync(Ct);

        await Eventually.TrueAsync(() => IsWritableAsync(store), "a job can be enqueued").WaitAsync(Failover, TimeProvider.System, Ct);
    }

    [Fact]
    public async Task An_enqueue_that_comes_to_a_standby_is_refused_with_the_remedy_until_that_is_promoted()
    {
        var server = _primary;
        await using var address = new TcpProxy(() => server.Port);
        var store = await OpenAsync(address.Through(_primary.ConnectionString()));
        await store.Enqueue("before");
        await UntilFollowedAsync(1);

        await _primary.StopAsync(StopMode.Immediate, Ct);
        server = _standby;
        var error = await RefusedAsync(store);
        error.Message.ShouldContain("takes no writes");
        error.Message.ShouldContain(Remedy);

        await _standby.PromoteAsync(Ct);
        await store.Enqueue("after");
        (await store.Count(JobState.Available)).ShouldBe(2);
    }

    private static async Task<IOException> RefusedAsync(PostgreSqlJobStore store) =>
        await Should.ThrowAsync<IOException>(() => store.Enqueue("refused"));

    private static async Task<bool> IsWritableAsync(PostgreSqlJobStore store)
    {
        try
        {
            await store.Enqueue("after");
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // What the standby has not received yet is lost with the primary: that is how the servers are set up, not the store's to change.
    private Task UntilFollowedAsync(long jobs) => Eventually.TrueAsync(
        async () =>
        {
            await using var connection = new NpgsqlConnection($"{_standby.ConnectionString()};Pooling=false");
            await connection.OpenAsync(Ct);
            await using var count = new NpgsqlCommand("select count(*) from ostinato.job", connection);
            try
            {
                return await count.ExecuteScalarAsync(Ct) is long followed && followed == jobs;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UndefinedTable)
            {
                return false;
            }
        },
        "the standby has followed");

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{_primary.ConnectionString()};Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private async Task<PostgreSqlJobStore> OpenAsync(string connection)
    {
        var options = new PostgreSqlStoreOptions();
        var store = new PostgreSqlJobStore(
            StoreSource.Create(connection, options), ownsSource: true, options, TimeProvider.System,
            NullLogger<PostgreSqlJobStore>.Instance);
        _stores.Add(store);
        await store.StartAsync(Ct);
        return store;
    }
}
