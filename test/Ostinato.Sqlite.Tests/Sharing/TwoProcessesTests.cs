using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.Sqlite.Tests.Sharing;

public sealed class TwoProcessesTests : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task What_two_processes_claim_never_overlaps()
    {
        var first = await _folder.Open();
        var second = await _folder.Open();
        var ids = await first.EnqueueMany(New.Jobs(3_000));

        var claimed = await Task.WhenAll(Drain(await first.Join()), Drain(await second.Join()));

        claimed.SelectMany(one => one).Order(ById).ShouldBe(ids);
    }

    [Fact]
    public async Task A_job_enqueued_by_another_process_wakes_this_one()
    {
        var here = await _folder.Open();
        var there = await _folder.Open();
        using var signals = new SignalRecorder(here);

        await there.Enqueue("far");

        await signals.UntilWoken(queue: null!);
    }

    [Fact]
    public async Task A_commit_of_the_application_wakes_the_process()
    {
        var store = await _folder.Open();
        var connection = _folder.Connect();
        using var signals = new SignalRecorder(store);
        await using var transaction = connection.BeginTransaction();

        await store.Inserter.InsertAsync([New.Job("inside")], transaction, CancellationToken.None);
        await transaction.CommitAsync();

        await signals.UntilWoken(queue: null!);
    }

    [Fact]
    public async Task Heartbeats_of_another_process_and_the_application_s_own_tables_wake_nobody()
    {
        var here = await _folder.Open();
        var there = await _folder.Open();
        var application = _folder.Connect();
        application.Execute("create table note (text text)");
        var (near, far) = (await here.Join(), await there.Join());
        using var signals = new SignalRecorder(here);
        for (var beat = 0; beat < 5; beat++)
        {
            await far.Beat();
            application.Execute("insert into note values ('nothing to do with jobs')");
            await near.Beat(); // After each of its own turns a store looks at what others have done.
        }

        await there.Enqueue("far");
        await signals.UntilAnything();

        signals.Seen.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_process_is_not_woken_by_its_own_commits_but_by_name_of_the_queue()
    {
        var store = await _folder.Open();
        using var signals = new SignalRecorder(store);
        for (var count = 0; count < 20; count++)
        {
            await store.Enqueue("near", "mail");
        }

        await signals.UntilWoken("mail");

        signals.Seen.ShouldAllBe(signal => signal.Queue == "mail");
    }

    [Fact]
    public async Task What_a_process_held_that_is_gone_without_a_word_runs_elsewhere()
    {
        var dying = await _folder.Open();
        var ids = await dying.EnqueueMany(New.Jobs(100));
        var dead = await dying.Join("lost-host", pid: 4711);
        (await dead.Claim(60)).Count.ShouldBe(60);
        var lastBeat = await dead.LastBeat();
        await dying.DisposeAsync();

        var living = await _folder.Open();
        (await living.Reap(lastBeat)).ShouldBe(new ReapedJobs(Returned: 60, Poisoned: 0, Cancelled: 0));

        (await Drain(await living.Join())).Order(ById).ShouldBe(ids);
        var error = (await living.Job(ids[0])).Errors.ShouldHaveSingleItem();
        error.Type.ShouldBe("ProcessDied");
        error.Message.ShouldContain("lost-host");
        error.Message.ShouldContain("4711");
    }

    [Fact]
    public async Task A_process_declared_dead_by_another_one_changes_nothing()
    {
        var here = await _folder.Open();
        var there = await _folder.Open();
        await here.Enqueue("contested");
        var paused = await here.Join();
        var claimed = await paused.ClaimOne();
        await there.Reap(await paused.LastBeat());

        var woken = await paused.Exchange([new Acknowledgement(claimed, AttemptEnd.Completed, TimeSpan.Zero)]);

        woken.StillStands.ShouldBeFalse();
        (await there.StateOf(claimed.Id)).ShouldBe(JobState.Available);
    }

    private static Comparer<JobId> ById => Comparer<JobId>.Create((one, other) => Number(one).CompareTo(Number(other)));

    private static long Number(JobId id) => id.TryGetNumber(out var number) ? number : 0;

    private static async Task<List<JobId>> Drain(TestWorker worker)
    {
        var ids = new List<JobId>();
        for (var claimed = await worker.Claim(37); claimed.Count > 0; claimed = await worker.Claim(37))
        {
            ids.AddRange(claimed.Ids());
            await worker.Complete(claimed);
        }

        return ids;
    }
}
