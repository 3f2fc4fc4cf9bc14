using System.Globalization;
using Npgsql;
using Ostinato.PostgreSql.Servers;
using Ostinato.PostgreSql.Tests.Conformance;
using Ostinato.Storage;

namespace Ostinato.PostgreSql.Tests.Faults;

/// <summary>A schema of one test, and stores on it. Some go through a proxy.</summary>
internal sealed class OwnSchema : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _opened = [];
    private readonly string _server;

    private OwnSchema(string server)
    {
        _server = server;
        Source = NpgsqlDataSource.Create(server);
        Proxy = new TcpProxy(() => new NpgsqlConnectionStringBuilder(server).Port);
    }

    public string Name { get; } = "f" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

    /// <summary>Connections that go straight to the server.</summary>
    public NpgsqlDataSource Source { get; }

    public TcpProxy Proxy { get; }

    public static async Task<OwnSchema> CreateAsync() => new(await SharedPostgreSql.GetAsync(PostgreSqlVersion.Debian15));

    /// <summary>A store whose requests a proxy can read: they are not prepared.</summary>
    public Task<PostgreSqlJobStore> OpenThroughProxyAsync(TimeSpan timeout) => OpenAsync(Proxy.Through(_server), timeout);

    public Task<PostgreSqlJobStore> OpenAsync() => OpenAsync(_server, TimeSpan.FromSeconds(30));

    /// <summary>A store that is not started.</summary>
    public PostgreSqlJobStore Make(string connection, TimeSpan timeout)
    {
        var source = NpgsqlDataSource.Create($"{connection};No Reset On Close=true;Command Timeout={(int)timeout.TotalSeconds}");
        var store = new PostgreSqlJobStore(
            source, new PostgreSqlStoreOptions { Schema = Name, Sessions = PostgreSqlSessions.Avoid, CommandTimeout = timeout });
        _opened.AddRange(source, store);
        return store;
    }

    public PostgreSqlJobStore Make() => Make(_server, TimeSpan.FromSeconds(30));

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql.Replace("ostinato.", Name + ".", StringComparison.Ordinal));
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until the server says yes.</summary>
    public async Task UntilAsync(string sql)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (!await AskAsync<bool>(sql))
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public Task VerifyPlacesAsync() => PlaceCheck.RunAsync(_server, Name);

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        foreach (var opened in Enumerable.Reverse(_opened))
        {
            await opened.DisposeAsync();
        }

        await using (var drop = Source.CreateCommand($"drop schema if exists {Name} cascade"))
        {
            await drop.ExecuteNonQueryAsync();
        }

        await Source.DisposeAsync();
    }

    private async Task<PostgreSqlJobStore> OpenAsync(string connection, TimeSpan timeout)
    {
        var store = Make(connection, timeout);
        await store.StartAsync(CancellationToken.None);
        return store;
    }
}

/// <summary>The shortest ways to use the port.</summary>
internal static class Port
{
    private static readonly ProcessDescription Someone = new("host", 1, new Dictionary<string, int> { ["default"] = 10 }, ["work"]);

    public static NewJob Job(int number) => new()
    {
        Name = "work",
        Queue = "default",
        Priority = 5,
        Payload = System.Text.Encoding.UTF8.GetBytes($"{{\"number\":{number}}}"),
    };

    public static async Task<ProcessIdentity> JoinAsync(this PostgreSqlJobStore store) =>
        await store.Processes.JoinAsync(Someone, earlier: null, CancellationToken.None);

    public static async Task<IReadOnlyList<ClaimedJob>> ClaimAsync(this PostgreSqlJobStore store, ProcessIdentity process, int limit) =>
        (await store.ExchangeAsync(process, [], limit)).Claimed;

    public static async Task<ExchangeResult> ExchangeAsync(
        this PostgreSqlJobStore store, ProcessIdentity process, IEnumerable<ClaimedJob> completed, int limit) =>
        await store.Exchange.ExchangeAsync(
            new ExchangeRequest(
                process,
                [.. completed.Select(job => new Acknowledgement(job, AttemptEnd.Completed, TimeSpan.FromMilliseconds(1)))],
                [new ClaimRequest("default", limit)]),
            CancellationToken.None);
}
