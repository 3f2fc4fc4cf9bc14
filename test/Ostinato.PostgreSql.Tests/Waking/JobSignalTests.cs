using System.Collections.Concurrent;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage;

namespace Ostinato.PostgreSql.Tests.Waking;

/// <summary>Processes tell each other of single jobs.</summary>
public sealed class JobSignalTests : SchemaTest
{
    private static readonly JobId Id = new(17);

    private readonly ConcurrentQueue<StoreSignal> _heard = new();

    [Fact]
    public async Task A_process_hears_which_job_another_one_follows()
    {
        var (worker, client) = (await OpenAsync(), await OpenAsync());
        using var hearing = await HearAsync(worker);

        client.JobSignals!.Follow(Id);

        await Eventually.TrueAsync(() => _heard.Contains(new StoreSignal(null) { Followed = Id }), "it is heard");
    }

    [Fact]
    public async Task Who_follows_a_job_hears_that_another_process_has_changed_it()
    {
        var (worker, client) = (await OpenAsync(), await OpenAsync());
        using var hearing = await HearAsync(client);

        worker.JobSignals!.Change(Id);

        await Eventually.TrueAsync(() => _heard.Contains(new StoreSignal(null) { Changed = Id }), "it is heard");
    }

    [Fact]
    public async Task A_process_is_not_asked_by_itself()
    {
        var store = await OpenAsync();
        using var hearing = await HearAsync(store);

        store.JobSignals!.Follow(Id);
        store.JobSignals!.Change(Id);

        await Eventually.TrueAsync(() => _heard.Any(signal => signal.Changed == Id), "what came later is heard");
        _heard.ShouldNotContain(signal => signal.Followed != null);
    }

    [Fact]
    public async Task Where_no_process_can_listen_there_are_no_such_signals()
    {
        await using var store = await Schema.OpenAsync(options => options.Sessions = PostgreSqlSessions.Avoid);

        store.JobSignals.ShouldBeNull();
    }

    private Task<PostgreSqlJobStore> OpenAsync() => Schema.OpenAsync(options => options.Sessions = PostgreSqlSessions.Use);

    private async Task<IDisposable> HearAsync(PostgreSqlJobStore store)
    {
        var hearing = store.Subscribe(_heard.Enqueue);
        await Eventually.TrueAsync(() => store.JobSignals!.AreHeard, "it listens");
        return hearing;
    }
}
