using Microsoft.Data.Sqlite;
using Ostinato.Storage.Conformance;

namespace Ostinato.Sqlite.Tests.Files;

public sealed class UpgradeTests : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    public static TheoryData<int> OlderVersions => [.. Migration.All.Select(migration => migration.Version).SkipLast(1)];

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Theory]
    [MemberData(nameof(OlderVersions))]
    public async Task Tables_of_an_older_version_get_what_they_lack_and_keep_what_they_hold(int version)
    {
        using (var older = Make(version))
        {
            PutJob(older, "kept");
        }

        var store = await _folder.Open();

        (await store.All()).Names().ShouldBe("kept");
        _folder.Connect().Scalar("select version from ostinato_schema").ShouldBe((long)Migration.Latest);
        (await store.Schedules.ListAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Processes_that_start_together_upgrade_the_tables_once()
    {
        Make(1).Dispose();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _folder.Create().StartAsync(CancellationToken.None).AsTask())));

        _folder.Connect().Scalar("select group_concat(version) from ostinato_schema").ShouldBe($"{Migration.Latest}");
    }

    [Fact]
    public async Task Without_CreateSchema_older_tables_are_refused_with_what_to_do()
    {
        Make(1).Dispose();

        (await _folder.RefusalToOpen(options => options.CreateSchema = false)).ShouldEndWith(
            $"has Ostinato tables of version 1, and this program needs version {Migration.Latest}. "
            + "Start once with CreateSchema set to true; programs of the older version go on working.");
    }

    [Fact]
    public async Task Newer_tables_that_serve_this_program_are_used_as_they_are()
    {
        await (await _folder.Open()).DisposeAsync();
        _folder.Connect().Execute("update ostinato_schema set version = 99");

        await (await _folder.Open()).Enqueue("first");

        _folder.Connect().Scalar("select version from ostinato_schema").ShouldBe(99L);
    }

    [Fact]
    public async Task Newer_tables_that_do_not_serve_this_program_are_refused()
    {
        await (await _folder.Open()).DisposeAsync();
        _folder.Connect().Execute("update ostinato_schema set version = 99, serves = 99");

        (await _folder.RefusalToOpen()).ShouldEndWith(
            $"has Ostinato tables of version 99, and this program knows version {Migration.Latest}. Update the program.");
    }

    private SqliteConnection Make(int version)
    {
        var connection = _folder.Connect();
        connection.Execute("pragma journal_mode = wal");
        foreach (var migration in Migration.All.TakeWhile(migration => migration.Version <= version))
        {
            connection.Execute(migration.Sql);
        }

        connection.Execute($"update ostinato_schema set version = {version}");
        return connection;
    }

    private static void PutJob(SqliteConnection connection, string name) => connection.Execute($$"""
        insert into ostinato_kind values (1, '{{name}}');
        insert into ostinato_queue (id, name) values (1, 'default');
        insert into ostinato_job (id, kind, queue, priority, created_at, payload) values (1, 1, 1, 4, 0, cast('{}' as blob));
        insert into ostinato_ready values (1, 4, 1, 1, 1, 0, 0, 0);
        update ostinato_counter set next = 2;
        """);
}
