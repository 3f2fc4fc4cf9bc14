using System.Collections.Concurrent;
using Npgsql;
using Ostinato.PostgreSql.Servers;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Testing;

namespace Ostinato.PostgreSql.Tests.Waking;

/// <summary>Transactions of callers are watched until they end, whatever happens to the server.</summary>
public sealed class CommitWatchTests : SchemaTest
{
    private const int LookFailed = 3003;
    private const ulong LongAgo = 4;
    private const ulong Future = 1_000_000_000_000;

    private readonly Events _events = new();
    private readonly ConcurrentQueue<string> _ended = new();

    [Fact]
    public async Task A_server_that_is_away_is_told_of_once()
    {
        var (port, tries) = (1, 0);
        await using var proxy = new TcpProxy(() =>
        {
            Interlocked.Increment(ref tries);
            return Volatile.Read(ref port);
        });
        await using var source = NpgsqlDataSource.Create(proxy.Through(Schema.Direct));
        await using var links = LinksOf(source);
        await using var watch = Watch(links, TimeProvider.System);

        watch.Watch(LongAgo, End("long ago"));
        await Eventually.TrueAsync(() => Volatile.Read(ref tries) > 10, "it was looked again and again");
        _events.Count(LookFailed).ShouldBe(1);
        Volatile.Write(ref port, new NpgsqlConnectionStringBuilder(Schema.Direct).Port);
        await Eventually.TrueAsync(() => _ended.Count == 1, "the server is back");

        Volatile.Write(ref port, 1);
        proxy.Cut();
        watch.Watch(LongAgo, End("long ago"));
        await Eventually.TrueAsync(() => _events.Count(LookFailed) == 2, "it is away again");
    }

    [Fact]
    public async Task A_transaction_that_the_server_has_not_begun_keeps_no_other_from_being_watched()
    {
        await using var source = NpgsqlDataSource.Create(Schema.Direct);
        await using var links = LinksOf(source);
        await using var watch = Watch(links, TimeProvider.System);
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        watch.Watch(await NumberAsync(connection), End("open"));
        watch.Watch(Future, End("lost"));
        await Eventually.TrueAsync(() => _ended.Contains("lost"), "what the server does not know has ended");
        var trips = links.Count.Trips;
        await Eventually.TrueAsync(() => links.Count.Trips > trips + 2, "the other one is looked at");
        _ended.ShouldNotContain("open", "it is the newest transaction, and open");

        await transaction.CommitAsync();
        await Eventually.TrueAsync(() => _ended.Contains("open"), "it was committed");
        _events.Count(LookFailed).ShouldBe(0);
    }

    [Fact]
    public async Task A_transaction_that_stays_open_for_an_hour_is_looked_at_every_five_seconds()
    {
        var time = new FakeTimeProvider();
        await using var source = NpgsqlDataSource.Create(Schema.Direct);
        await using var links = LinksOf(source);
        await using var watch = Watch(links, time);
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        watch.Watch(await NumberAsync(connection), End("open"));
        await PassAsync(time, TimeSpan.FromSeconds(10));
        links.Count.Trips.ShouldBeGreaterThan(20);
        time.Advance(TimeSpan.FromHours(1));
        await PassAsync(time, TimeSpan.FromSeconds(1));

        var trips = links.Count.Trips;
        await PassAsync(time, TimeSpan.FromMinutes(1));
        (links.Count.Trips - trips).ShouldBeInRange(8, 12);

        await transaction.CommitAsync();
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(250));
                return _ended.Count == 1;
            },
            "its end is seen");
    }

    [Fact]
    public async Task An_outage_in_which_only_old_transactions_are_looked_at_is_told_once()
    {
        var time = new FakeTimeProvider();
        await using var source = NpgsqlDataSource.Create(Schema.Direct);
        await using var links = LinksOf(source);
        await using var watch = Watch(links, time);
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        watch.Watch(await NumberAsync(connection), End("open"));
        time.Advance(TimeSpan.FromHours(1));
        await PassAsync(time, TimeSpan.FromSeconds(10));

        await links.DisposeAsync();
        await PassAsync(time, TimeSpan.FromSeconds(30));

        _events.Count(LookFailed).ShouldBe(1);
    }

    private Links LinksOf(NpgsqlDataSource source) => new(source, ownsSource: true, "here", new PostgreSqlStoreOptions());

    private CommitWatch Watch(Links links, TimeProvider time) =>
        new(links, SqlFile.Load("Waking", Schema.Name), time, _events);

    private Action<TimeSpan> End(string what) => _ => _ended.Enqueue(what);

    private static async Task<ulong> NumberAsync(NpgsqlConnection connection)
    {
        await using var number = new NpgsqlCommand("select pg_current_xact_id()", connection);
        return (ulong)(await number.ExecuteScalarAsync())!;
    }

    // Each look is waited for: then the watch waits for the next one.
    private static async Task PassAsync(FakeTimeProvider time, TimeSpan span)
    {
        var step = TimeSpan.FromMilliseconds(250);
        for (var passed = TimeSpan.Zero; passed < span; passed += step)
        {
            await Eventually.TrueAsync(() => time.NextTimer is not null, "it waits");
            time.Advance(step);
        }
    }
}
