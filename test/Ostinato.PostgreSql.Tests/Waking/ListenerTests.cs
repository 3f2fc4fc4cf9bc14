using Npgsql;
using Ostinato.PostgreSql.Servers;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage;
using Ostinato.Testing;

namespace Ostinato.PostgreSql.Tests.Waking;

/// <summary>A listening connection that hangs is noticed, and the next one hears though the server still believes in the first.</summary>
public sealed class ListenerTests : SchemaTest
{
    private string Application => "listens" + Schema.Name;
    private static readonly ProcessDescription Description = new("host", 1, new Dictionary<string, int> { ["default"] = 1 }, []);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_listening_connection_that_hangs_is_followed_by_one_that_hears()
    {
        await using var proxy = new TcpProxy(() => new NpgsqlConnectionStringBuilder(Schema.Direct).Port);
        await OpenAsync(proxy);

        proxy.Swallow(Way.Both);

        await PassUntilAsync(async () => await ListeningAsync() == 2, "one listens beside that which hangs");
    }

    [Fact]
    public async Task A_process_is_watched_again_once_the_server_lets_go_of_the_connection_that_hung()
    {
        await using var proxy = new TcpProxy(() => new NpgsqlConnectionStringBuilder(Schema.Direct).Port);
        var store = await OpenAsync(proxy);
        var process = await store.Processes.JoinAsync(Description, null, CancellationToken.None);
        await Eventually.TrueAsync(() => IsWatchedAsync(process), "its lock is held");

        proxy.Swallow(Way.Both);
        await PassUntilAsync(async () => !await IsWatchedAsync(process), "the lock is with the connection that hangs");
        await EndHoldersAsync(process);

        await PassUntilAsync(() => IsWatchedAsync(process), "the connection that listens now holds it");
    }

    [Fact]
    public async Task A_listening_connection_is_doubted_as_soon_as_another_hangs()
    {
        await using var proxy = new TcpProxy(() => new NpgsqlConnectionStringBuilder(Schema.Direct).Port);
        var store = await OpenAsync(proxy);

        proxy.Swallow(Way.Both);
        await Should.ThrowAsync<TimeoutException>(() => store.Query.ProcessesAsync(CancellationToken.None).AsTask());

        var start = _time.GetUtcNow();
        await PassUntilAsync(async () => await ListeningAsync() == 2, "one listens beside that which hangs", TimeSpan.FromMilliseconds(1));
        (_time.GetUtcNow() - start).ShouldBeLessThan(TimeSpan.FromSeconds(10), "nobody waited for silence");
    }

    private async Task<PostgreSqlJobStore> OpenAsync(TcpProxy proxy)
    {
        var store = await Schema.OpenAsync(
            options => (options.Sessions, options.CommandTimeout) = (PostgreSqlSessions.Use, TimeSpan.FromSeconds(1)), _time, Application, proxy.Through(Schema.Direct));
        store.Subscribe(_ => { });
        await Eventually.TrueAsync(async () => await ListeningAsync() == 1, "it listens");
        return store;
    }

    private Task<long> ListeningAsync() => Schema.ScalarAsync<long>(
        $"select count(*) from pg_stat_activity where application_name = '{Application}' and query like 'listen%'");

    private Task<bool> IsWatchedAsync(ProcessIdentity process) =>
        Schema.ScalarAsync<bool>($"select watched from ostinato.process where id = {process.Id}");

    private Task EndHoldersAsync(ProcessIdentity process) => Schema.ExecuteAsync(
        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' "
        + $"and classid = 'ostinato.migration'::regclass and objid = {process.Id} and objsubid = 2");

    private Task PassUntilAsync(Func<Task<bool>> condition, string what, TimeSpan? step = null) => Eventually.TrueAsync(
        async () =>
        {
            _time.Advance(step ?? TimeSpan.FromMilliseconds(100));
            return await condition();
        },
        what);
}
