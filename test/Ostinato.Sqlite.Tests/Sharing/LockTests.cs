using Ostinato.Storage.Conformance;

namespace Ostinato.Sqlite.Tests.Sharing;

public sealed class LockTests : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task An_enqueue_waits_until_another_connection_lets_go_of_the_file()
    {
        var store = await _folder.Open();
        var other = _folder.Connect().BeginTransaction();

        var enqueue = store.Enqueue("patient");
        await other.RollbackAsync();

        await enqueue;
        (await store.All()).Names().ShouldBe("patient");
    }

    [Fact]
    public async Task What_gathered_behind_a_lock_shares_one_commit()
    {
        var store = await _folder.Open();
        var other = _folder.Connect().BeginTransaction();
        var before = store.Count.Commits;
        var since = TimeProvider.System.GetTimestamp();

        var enqueues = Enumerable.Range(0, 20).Select(number => store.Enqueue($"{number}")).ToList();
        while (TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMilliseconds(50))
        {
            await Task.Yield();
        }

        await other.RollbackAsync();
        await Task.WhenAll(enqueues);

        (store.Count.Commits - before).ShouldBe(1);
    }

    [Fact]
    public async Task When_the_file_stays_locked_everything_that_waits_fails_with_the_remedy()
    {
        var store = await _folder.Open(options => options.BusyTimeout = TimeSpan.FromSeconds(0.2));
        await using var other = _folder.Connect().BeginTransaction();

        var waiting = Enumerable.Range(0, 20).Select(number => store.Enqueue($"{number}")).ToList();

        foreach (var enqueue in waiting)
        {
            (await Should.ThrowAsync<TimeoutException>(enqueue)).Message.ShouldStartWith(
                $"'{_folder.File}' was locked for writing by another connection for 0.2 s.");
        }
    }

    [Fact]
    public async Task After_the_lock_is_gone_the_store_goes_on_and_what_failed_was_not_stored()
    {
        var store = await _folder.Open(options => options.BusyTimeout = TimeSpan.FromSeconds(0.2));
        await using (_folder.Connect().BeginTransaction())
        {
            await Should.ThrowAsync<TimeoutException>(() => store.Enqueue("failed"));
        }

        await store.Enqueue("stored");

        (await store.All()).Names().ShouldBe("stored");
    }

    [Fact]
    public async Task Questions_are_answered_while_another_connection_writes()
    {
        var store = await _folder.Open();
        await store.Enqueue("there");
        await using var other = _folder.Connect().BeginTransaction();

        (await store.All()).Names().ShouldBe("there");
    }

    [Fact]
    public async Task A_start_on_a_file_that_stays_locked_is_refused_with_the_remedy()
    {
        await (await _folder.Open()).DisposeAsync();
        var other = _folder.Connect();
        other.Execute("drop table ostinato_schema");
        await using var transaction = other.BeginTransaction();

        var refusal = await _folder.RefusalToOpen(options => options.BusyTimeout = TimeSpan.FromSeconds(0.2));

        refusal.ShouldContain($"'{_folder.File}' was locked for writing by another connection for 0.2 s.");
    }

    [Fact]
    public async Task A_transaction_of_the_application_gets_its_turn_while_the_store_writes_without_a_break()
    {
        var store = await _folder.Open();
        var connection = _folder.Connect();
        connection.Execute("create table mine (id integer primary key)");
        using var stop = new CancellationTokenSource();
        var busy = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => KeepWriting(store, stop.Token))));

        for (var count = 0; count < 5; count++)
        {
            await using var transaction = connection.BeginTransaction();
            connection.Execute("insert into mine default values", transaction);
            await transaction.CommitAsync();
        }

        await stop.CancelAsync();
        await busy;
        connection.Scalar("select count(*) from mine").ShouldBe(5L);
    }

    private static async Task KeepWriting(SqliteJobStore store, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await store.EnqueueMany(New.Jobs(500));
        }
    }
}
