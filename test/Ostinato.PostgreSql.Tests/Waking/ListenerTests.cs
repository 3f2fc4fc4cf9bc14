using Npgsql;
using Ostinato.PostgreSql.Servers;
using Ostinato.PostgreSql.Tests.Faults;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage;
using Ostinato.Testing;

namespace Ostinato.PostgreSql.Tests.Waking;

/// <summary>A listening connection that hangs is noticed, and the next one hears though the server still believes in the first.</summary>
public sealed class ListenerTests : SchemaTest
{
    private string Application => "listens" + Schema.Name;

    private string Listening => "pg_stat_activity where application_name = '" + Application
        + "' and (query like 'listen%' or query like '%pg_try_advisory_lock%')";

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

    [Fact]
    public async Task A_listening_connection_that_alone_hangs_is_doubted_soon_where_there_are_others_to_be_heard_of()
    {
        await using var proxy = new TcpProxy(() => new NpgsqlConnectionStringBuilder(Schema.Direct).Port);
        var store = await OpenAsync(proxy);
        var other = await Schema.OpenAsync(options => options.Sessions = PostgreSqlSessions.Avoid);
        await other.Processes.JoinAsync(Description, null, CancellationToken.None);
        await BeatAsync(store);

        proxy.Swallow(await ListeningPortAsync());

        (await PassUntilListensAgainAsync()).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_listening_connection_that_alone_hangs_is_doubted_when_a_job_is_found_of_which_nobody_told()
    {
        await using var proxy = new TcpProxy(() => new NpgsqlConnectionStringBuilder(Schema.Direct).Port);
        var store = await OpenAsync(proxy);
        var other = await Schema.OpenAsync(options => options.Sessions = PostgreSqlSessions.Avoid);
        var process = await BeatAsync(store);
        await store.ClaimAsync(process, 1);

        proxy.Swallow(await ListeningPortAsync());
        await other.Inserter.InsertAsync([Port.Job(1)], null, CancellationToken.None);

        (await PassUntilListensAgainAsync()).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_listening_connection_that_broke_while_it_was_opened_can_still_be_ended()
    {
        await using var proxy = new TcpProxy(() => new NpgsqlConnectionStringBuilder(Schema.Direct).Port);
        var store = await Schema.OpenAsync(
            options => options.Sessions = PostgreSqlSessions.Use, _time, Application, proxy.Through(Schema.Direct));

        var broke = proxy.LoseAnswerAsync(Application);
        store.Subscribe(_ => { });
        await Eventually.TrueAsync(async () => await ListeningAsync() == 1, "it listens");
        broke.IsCompletedSuccessfully.ShouldBeTrue();

        await store.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private async Task<ProcessIdentity> BeatAsync(PostgreSqlJobStore store)
    {
        var process = await store.Processes.JoinAsync(Description, null, CancellationToken.None);
        await store.Processes.BeatAsync(process, CancellationToken.None);
        await Eventually.TrueAsync(() => IsWatchedAsync(process), "its lock is held");
        return process;
    }

    private async Task<TimeSpan> PassUntilListensAgainAsync()
    {
        // Twenty seconds pass quickly; then only as fast as the connection that hangs is given up, which takes real time.
        var start = _time.GetUtcNow();
        var quickly = start + TimeSpan.FromSeconds(20);
        await PassUntilAsync(async () => _time.GetUtcNow() >= quickly || await ListeningAsync() == 2, "twenty seconds have passed");
        await PassUntilAsync(async () => await ListeningAsync() == 2, "one listens beside that which hangs", TimeSpan.FromMilliseconds(1));
        return _time.GetUtcNow() - start;
    }

    private async Task<PostgreSqlJobStore> OpenAsync(TcpProxy proxy)
    {
        var store = await Schema.OpenAsync(
            options => (options.Sessions, options.CommandTimeout) = (PostgreSqlSessions.Use, TimeSpan.FromSeconds(1)), _time, Application,
            proxy.Through(Schema.Direct));
        store.Subscribe(_ => { });
        await Eventually.TrueAsync(async () => await ListeningAsync() == 1, "it listens");
        return store;
    }

    // What it does last where it has begun to listen: it takes the lock that shows its life, once there is a process.
    private Task<long> ListeningAsync() => Schema.ScalarAsync<long>($"select count(*) from {Listening}");

    private Task<int> ListeningPortAsync() => Schema.ScalarAsync<int>($"select client_port from {Listening}");

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
