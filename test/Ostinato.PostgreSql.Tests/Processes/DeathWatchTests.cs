using System.Collections.Concurrent;
using Npgsql;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage;
using Ostinato.Testing;

namespace Ostinato.PostgreSql.Tests.Processes;

/// <summary>A death shows by the connection that listens, long before beats are missed.</summary>
public sealed class DeathWatchTests : SchemaTest
{
    private static readonly ProcessDescription Description = new("host", 1, new Dictionary<string, int> { ["default"] = 1 }, []);

    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<ProcessBeat> _gone = new();

    [Fact]
    public async Task A_process_whose_listening_connection_is_gone_is_gone()
    {
        var store = await WatchAsync();
        var dying = await JoinAsync();
        await BeatAsync(store);
        await using (await HoldLifeAsync(dying))
        {
            await PassAsync(TimeSpan.FromSeconds(15));
            _gone.ShouldBeEmpty("it lives");
        }

        await UntilGoneAsync();

        _gone.First().Process.ShouldBe(dying);
    }

    [Fact]
    public async Task A_process_that_does_not_listen_is_left_to_its_beats()
    {
        var store = await WatchAsync();
        await JoinAsync();
        await BeatAsync(store);

        await PassAsync(TimeSpan.FromSeconds(30));

        _gone.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_that_listens_holds_a_lock_for_its_life_and_gives_it_back()
    {
        var store = await WatchAsync();
        var process = await store.Processes.JoinAsync(Description, null, CancellationToken.None);
        await Eventually.TrueAsync(() => IsWatchedAsync(process), "its lock is held");
        (await IsFreeAsync(process)).ShouldBeFalse();

        await store.Processes.LeaveAsync(process, CancellationToken.None);

        await Eventually.TrueAsync(() => IsFreeAsync(process), "its lock is free");
    }

    [Fact]
    public async Task A_listening_connection_that_broke_comes_back_with_the_lock()
    {
        var store = await WatchAsync();
        var process = await store.Processes.JoinAsync(Description, null, CancellationToken.None);
        await Eventually.TrueAsync(() => IsWatchedAsync(process), "its lock is held");

        await Schema.ExecuteAsync(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' "
            + $"and classid = 'ostinato.migration'::regclass and objid = {process.Id} and objsubid = 2");

        await Eventually.TrueAsync(() => IsFreeAsync(process), "the connection is gone");
        await Eventually.TrueAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                return !await IsFreeAsync(process);
            },
            "its lock is held again");
    }

    // So it sees that there are others.
    private static async Task BeatAsync(PostgreSqlJobStore store)
    {
        var process = await store.Processes.JoinAsync(Description, null, CancellationToken.None);
        (await store.Processes.BeatAsync(process, CancellationToken.None)).Beats.Count.ShouldBe(2);
    }

    private async Task<PostgreSqlJobStore> WatchAsync()
    {
        var store = await Schema.OpenAsync(time: _time);
        store.Subscribe(signal =>
        {
            if (signal.Gone is { } gone)
            {
                _gone.Enqueue(gone);
            }
        });
        await Schema.AdvanceAsync(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(
            () => Schema.ScalarAsync<bool>("select exists (select from pg_stat_activity where query = 'listen \"ostinato.wake\"')"), "it listens");
        return store;
    }

    private async Task<ProcessIdentity> JoinAsync() =>
        await (await Schema.OpenAsync()).Processes.JoinAsync(Description, null, CancellationToken.None);

    // As the listening connection of another process does.
    private async Task<NpgsqlConnection> HoldLifeAsync(ProcessIdentity process)
    {
        var connection = await Schema.ConnectAsync();
        await using var hold = Schema.Command(SqlFile.Load("Registry", Schema.Name)["hold_life"], connection);
        hold.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (int)process.Id });
        hold.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (int)process.Epoch });
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    private Task<bool> IsWatchedAsync(ProcessIdentity process) =>
        Schema.ScalarAsync<bool>($"select watched from ostinato.process where id = {process.Id}");

    private Task<bool> IsFreeAsync(ProcessIdentity process) =>
        Schema.ScalarAsync<bool>($"select pg_try_advisory_xact_lock('ostinato.migration'::regclass::oid::int, {process.Id})");

    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(0.5))
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            await Schema.ScalarAsync<int>("select 1");
        }
    }

    private Task UntilGoneAsync() => Eventually.TrueAsync(
        async () =>
        {
            await PassAsync(TimeSpan.FromSeconds(0.5));
            return !_gone.IsEmpty;
        },
        "the death is seen");
}
