namespace Ostinato.Storage.Conformance;

/// <summary>Many jobs in one call.</summary>
public abstract class BulkEnqueueConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task Answers_come_one_for_one_in_the_order_of_the_jobs()
    {
        var ids = await Store.EnqueueMany(New.Jobs("a", "b", "c"));

        ids.ShouldBeUnique();
        foreach (var (id, name) in ids.Zip(["a", "b", "c"]))
        {
            (await Store.Job(id)).Name.ShouldBe(name);
        }
    }

    [Fact]
    public async Task One_call_may_mix_queues_priorities_names_and_due_times()
    {
        NewJob[] jobs =
        [
            New.Job("a", "one", priority: 9),
            New.Job("b", "two", priority: 0, wait: TimeSpan.FromHours(1)),
            New.Job("c", "one", priority: 4),
            New.Job("d", "two", priority: 0),
            New.Job("e", "one", priority: 9),
        ];

        var ids = await Store.EnqueueMany(jobs);

        foreach (var (id, job) in ids.Zip(jobs))
        {
            var stored = await Store.Job(id);
            (stored.Name, stored.Queue, stored.Priority).ShouldBe((job.Name, job.Queue, job.Priority));
            stored.State.ShouldBe(job.Name == "b" ? JobState.Scheduled : JobState.Available);
        }

        var worker = await Store.Join();
        (await worker.Claim(10, "one")).Names().ShouldBe("c a e");
        (await worker.Claim(10, "two")).Names().ShouldBe("d");
    }

    [Fact]
    public async Task Five_thousand_jobs_in_one_call_are_all_there_and_in_order()
    {
        var ids = await Store.EnqueueMany(New.Jobs(5_000));

        ids.ShouldBeUnique();
        (await Store.Count(JobState.Available)).ShouldBe(5_000);
        (await (await Store.Join()).Claim(5_000)).Names().ShouldBe(string.Join(' ', Enumerable.Range(0, 5_000)));
    }

    [Fact]
    public async Task Calls_one_after_the_other_keep_their_order()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            await Store.EnqueueMany(New.Jobs(name + 1, name + 2));
        }

        (await (await Store.Join()).Claim(10)).Names().ShouldBe("a1 a2 b1 b2 c1 c2 d1 d2");
    }

    [Fact]
    public async Task Payloads_of_one_call_do_not_mix()
    {
        await Store.EnqueueMany([.. Enumerable.Range(0, 300).Select(n => New.Job($"{n}", payload: new string('x', n)))]);

        (await (await Store.Join()).Claim(300)).ShouldAllBe(job => $"{job.Payload.Length}" == job.Name);
    }

    [Fact]
    public async Task A_call_that_was_cancelled_beforehand_stores_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            async () => await Store.Inserter.InsertAsync(New.Jobs(3), transaction: null, cancelled.Token));

        (await Store.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_call_wakes_each_of_its_queues_not_once_for_every_job()
    {
        using var signals = new SignalRecorder(Store);

        await Store.EnqueueMany([.. New.Jobs(100, "one"), .. New.Jobs(100, "two")]);

        await signals.UntilWoken("one");
        await signals.UntilWoken("two");
        signals.CountOf("one").ShouldBeLessThan(5);
        signals.CountOf("two").ShouldBeLessThan(5);
    }

    [Fact]
    public async Task A_job_for_later_wakes_nobody_for_its_queue_but_says_that_something_changed()
    {
        using var signals = new SignalRecorder(Store);

        await Store.Enqueue(New.Job(wait: TimeSpan.FromHours(1)));

        await signals.UntilAnything();
        signals.CountOf(JobDefaults.Queue).ShouldBe(0);
    }

    [Fact]
    public async Task A_subscription_that_ended_hears_nothing_more()
    {
        var ended = new SignalRecorder(Store);
        using var signals = new SignalRecorder(Store);
        ended.Dispose();

        await Store.Enqueue("a");

        await signals.UntilWoken();
        ended.Seen.ShouldBeEmpty();
    }
}
