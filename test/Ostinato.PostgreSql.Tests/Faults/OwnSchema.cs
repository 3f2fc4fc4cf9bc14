using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ostinato.PostgreSql.Servers;
using Ostinato.PostgreSql.Tests.Conformance;

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

    /// <summary>How to connect straight to the server.</summary>
    public string Server => _server;

    public TcpProxy Proxy { get; }

    public static async Task<OwnSchema> CreateAsync() => new(await SharedPostgreSql.GetAsync(PostgreSqlVersion.Debian15));

    /// <summary>A store whose requests a proxy can read: they are not prepared.</summary>
    public Task<PostgreSqlJobStore> OpenThroughProxyAsync(TimeSpan timeout) => OpenThroughProxyAsync(timeout, PostgreSqlSessions.Avoid);

    public Task<PostgreSqlJobStore> OpenThroughProxyAsync(TimeSpan timeout, PostgreSqlSessions sessions) =>
        OpenAsync($"{Proxy.Through(_server)};Timeout=2", timeout, sessions);

    /// <summary>A store whose connections wait as long as the store says.</summary>
    public Task<PostgreSqlJobStore> OpenPlainThroughProxyAsync(TimeSpan timeout) => OpenAsync(Proxy.Through(_server), timeout);

    public Task<PostgreSqlJobStore> OpenAsync() => OpenAsync(_server, TimeSpan.FromSeconds(30));

    /// <summary>A store that is not started.</summary>
    public PostgreSqlJobStore Make(string connection, TimeSpan timeout, PostgreSqlSessions sessions = PostgreSqlSessions.Avoid)
    {
        var options = new PostgreSqlStoreOptions { Schema = Name, Sessions = sessions, CommandTimeout = timeout };
        var store = new PostgreSqlJobStore(
            StoreSource.Create(connection, options), ownsSource: true, options, TimeProvider.System,
            NullLogger<PostgreSqlJobStore>.Instance);
        _opened.Add(store);
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

    private async Task<PostgreSqlJobStore> OpenAsync(
        string connection, TimeSpan timeout, PostgreSqlSessions sessions = PostgreSqlSessions.Avoid)
    {
        var store = Make(connection, timeout, sessions);
        await store.StartAsync(CancellationToken.None);
        return store;
    }
}
