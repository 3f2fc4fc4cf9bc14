using Ostinato.Storage.Conformance;

namespace Ostinato.Sqlite.Tests.Files;

public sealed class OpeningTests : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task A_missing_file_is_created_with_the_tables()
    {
        var store = await _folder.Open();

        await store.Enqueue("first");

        (await store.All()).Names().ShouldBe("first");
        _folder.Connect().Scalar("pragma journal_mode").ShouldBe("wal");
    }

    [Fact]
    public async Task Jobs_are_there_when_the_file_is_opened_again()
    {
        var store = await _folder.Open();
        await store.Enqueue("kept");
        await store.DisposeAsync();

        (await (await _folder.Open()).All()).Names().ShouldBe("kept");
    }

    [Fact]
    public async Task The_tables_of_an_application_stay_as_they_are()
    {
        var application = _folder.Connect();
        application.Execute("create table job (id integer primary key, text text); insert into job (text) values ('mine')");

        await (await _folder.Open()).Enqueue("ours");

        application.Scalar("select text from job").ShouldBe("mine");
        application.Scalar("select group_concat(name) from sqlite_schema where type = 'table' and substr(name, 1, 9) <> 'ostinato_'")
            .ShouldBe("job");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_stays_as_it_is()
    {
        var text = string.Concat(Enumerable.Repeat("Dear diary, today I was not a database. ", 100));
        await File.WriteAllTextAsync(_folder.File, text);

        (await _folder.RefusalToOpen()).ShouldBe(
            $"The SQLite store cannot be opened: '{_folder.File}' is not an SQLite database. Name another file, or move this one away.");

        (await File.ReadAllTextAsync(_folder.File)).ShouldBe(text);
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        var folder = Path.Combine(_folder.Path, "not", "there");

        var refusal = await _folder.RefusalToOpen(options => options.ConnectionString = $"Data Source={folder}/app.db");

        refusal.ShouldBe($"The SQLite store cannot be opened: the folder of '{folder}/app.db' does not exist. Create '{folder}'.");
    }

    [Fact]
    public async Task Without_CreateSchema_a_database_without_tables_is_refused()
    {
        _folder.Connect().Execute("create table mine (id integer)");

        (await _folder.RefusalToOpen(options => options.CreateSchema = false)).ShouldEndWith(
            "has no Ostinato tables. Start once with CreateSchema set to true.");
    }

    [Fact]
    public async Task Without_CreateSchema_a_missing_file_is_refused_and_not_created()
    {
        (await _folder.RefusalToOpen(options => options.CreateSchema = false)).ShouldEndWith(
            "cannot be opened. Create it, or set CreateSchema to true.");

        File.Exists(_folder.File).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_CreateSchema_tables_that_are_there_are_used()
    {
        await (await _folder.Open()).DisposeAsync();

        var store = await _folder.Open(options => options.CreateSchema = false);

        (await store.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Eight_stores_that_start_at_once_on_no_file_all_come_up()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _folder.Open())));

        await Task.WhenAll(stores.Select((store, number) => store.Enqueue($"{number}")));

        (await stores[0].All()).Count.ShouldBe(8);
    }

    [Fact]
    public async Task An_opening_that_failed_is_tried_anew()
    {
        var store = _folder.Create();
        Directory.CreateDirectory(_folder.File);
        await Should.ThrowAsync<OstinatoConfigurationException>(() => store.StartAsync(CancellationToken.None).AsTask());
        Directory.Delete(_folder.File);

        await store.StartAsync(CancellationToken.None);

        await store.Enqueue("a");
        (await store.All()).Names().ShouldBe("a");
    }

    [Fact]
    public async Task A_store_that_was_never_started_can_be_closed_twice_and_is_not_started_after()
    {
        var store = _folder.Create();
        await store.DisposeAsync();
        await store.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => store.StartAsync(CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task A_database_of_an_application_in_UTF_16_serves_as_any_other()
    {
        _folder.Connect().Execute("pragma encoding = 'UTF-16'; create table users (name text)");
        var store = await _folder.Open();

        await store.Enqueue("oak");

        (await store.All()).Names().ShouldBe("oak");
    }

    [Fact]
    public async Task A_store_that_was_not_started_says_so()
    {
        var store = _folder.Create();

        (await Should.ThrowAsync<InvalidOperationException>(() => store.Enqueue("early"))).Message.ShouldEndWith("Await StartAsync first.");
    }

    [Fact]
    public async Task A_store_that_was_closed_refuses_and_does_not_hang()
    {
        var store = await _folder.Open();
        await store.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => store.Enqueue("late"));
        await Should.ThrowAsync<ObjectDisposedException>(() => store.All());
        await store.DisposeAsync();
    }
}
