using System.Data.Common;

namespace Ostinato.Tests.Enqueueing;

public sealed class EnqueueTests : EngineTest
{
    private static readonly EngineSetup ClientOnly = new() { Queues = [] };

    [Fact]
    public async Task A_job_that_was_enqueued_is_stored_with_all_that_the_call_said()
    {
        var engine = await StartAsync(ClientOnly);

        var id = await engine.EnqueueAsync(new Work("a"), new EnqueueOptions
        {
            Queue = "mail",
            Priority = 0,
            Tags = ["VIP"],
            Metadata = new Dictionary<string, string> { ["tenant"] = "7" },
        });

        var job = await engine.GetAsync(id);
        (job.Name, job.Queue, job.Priority, job.State).ShouldBe(("work", "mail", 0, JobState.Available));
        job.PayloadText.ShouldBe("""{"key":"a","acts":[]}""");
        job.Tags.ShouldBe(["vip"]);
        job.Metadata["tenant"].ShouldBe("7");
        job.EnqueuedAt.ShouldBe(Time.GetUtcNow());
    }

    [Fact]
    public async Task A_transaction_that_is_not_there_is_refused_and_nothing_is_stored_outside_of_it()
    {
        var engine = await StartAsync(ClientOnly);
        DbTransaction? none = null;

        await Should.ThrowAsync<ArgumentNullException>(() => engine.Jobs.EnqueueAsync(new Work("a"), none!, CancellationToken.None));
        await Should.ThrowAsync<ArgumentNullException>(() => engine.Jobs.EnqueueAsync(new Sum(1, 2), none!, CancellationToken.None));

        (await engine.Admin.Jobs.ListAsync(new JobFilter())).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tag_is_found_however_it_is_written()
    {
        var engine = await StartAsync(ClientOnly);
        var id = await engine.EnqueueAsync(new Work("a"), new EnqueueOptions { Tags = [" VIP "] });

        var page = await engine.Admin.Jobs.ListAsync(new JobFilter { Tag = "Vip " });

        page.Jobs.ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_time_ahead_schedules_and_a_time_that_has_passed_means_now()
    {
        var engine = await StartAsync(ClientOnly);

        var ahead = await engine.EnqueueAsync(new Work("a"), new EnqueueOptions { RunAt = Time.GetUtcNow() + TimeSpan.FromHours(1) });
        var passed = await engine.EnqueueAsync(new Work("b"), new EnqueueOptions { RunAt = Time.GetUtcNow() - TimeSpan.FromHours(1) });
        var delayed = await engine.EnqueueAsync(new Work("c"), new EnqueueOptions { Delay = TimeSpan.FromMinutes(5) });

        (await engine.GetAsync(ahead)).DueAt.ShouldBe(Time.GetUtcNow() + TimeSpan.FromHours(1));
        (await engine.GetAsync(passed)).State.ShouldBe(JobState.Available);
        (await engine.GetAsync(delayed)).DueAt.ShouldBe(Time.GetUtcNow() + TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_duplicate_says_so_and_carries_the_id_of_the_job_that_exists()
    {
        var engine = await StartAsync(ClientOnly);
        var options = new EnqueueOptions { UniqueKey = "once" };

        var first = await engine.Jobs.EnqueueAsync(new Work("a"), options);
        var second = await engine.Jobs.EnqueueAsync(new Work("b"), options);

        first.IsDuplicate.ShouldBeFalse();
        second.ShouldBe(new JobHandle(first.Id, IsDuplicate: true));
        (await engine.Admin.Jobs.ListAsync(new JobFilter())).Jobs.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Concurrent_callers_share_few_commits_and_each_has_its_own_id()
    {
        var engine = await StartAsync(ClientOnly);
        var gate = new TaskCompletionSource();
        engine.Store.OnInsert = _ => gate.Task;

        var calls = Enumerable.Range(0, 100).Select(number => engine.Jobs.EnqueueAsync(new Work($"{number}"))).ToList();
        gate.SetResult();
        var handles = await Task.WhenAll(calls).InTimeAsync();

        engine.Store.Inserts.ShouldBe(2);
        foreach (var (number, handle) in handles.Index())
        {
            (await engine.GetAsync(handle.Id)).PayloadText.ShouldContain($"\"{number}\"");
        }
    }

    [Fact]
    public async Task A_batch_is_one_commit_of_any_kinds_with_a_handle_for_each_in_order()
    {
        var engine = await StartAsync(ClientOnly);

        var handles = await engine.Jobs.EnqueueBatchAsync(
            [new Work("a"), new Sum(1, 2), new Work("b")], null, null, CancellationToken.None);

        engine.Store.Inserts.ShouldBe(1);
        var names = new List<string>();
        foreach (var handle in handles)
        {
            names.Add((await engine.GetAsync(handle.Id)).Name);
        }

        names.ShouldBe(["work", "sum", "work"]);
    }

    [Fact]
    public async Task An_empty_batch_does_not_trouble_the_store()
    {
        var engine = await StartAsync(ClientOnly);

        (await engine.Jobs.EnqueueBatchAsync([], null, null, CancellationToken.None)).ShouldBeEmpty();

        engine.Store.Inserts.ShouldBe(0);
    }

    [Fact]
    public async Task A_batch_with_one_bad_job_stores_none_of_them()
    {
        var engine = await StartAsync(ClientOnly);

        await Should.ThrowAsync<JobPayloadException>(() => engine.Jobs.EnqueueBatchAsync(
            [new Work("a"), new Work(new string('x', 2 * 1024 * 1024))], null, null, CancellationToken.None));

        (await engine.Admin.Jobs.ListAsync(new JobFilter())).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_payload_of_ten_megabytes_is_refused_with_the_limit_and_stores_nothing()
    {
        var engine = await StartAsync(ClientOnly);

        var error = await Should.ThrowAsync<JobPayloadException>(() => engine.EnqueueAsync(new Work(new string('x', 10 * 1024 * 1024))));

        error.Message.ShouldContain("the limit is 1,048,576 (Ostinato:Client:MaxPayloadBytes)");
        engine.Store.Inserts.ShouldBe(0);
    }

    [Fact]
    public async Task A_payload_that_is_no_job_is_refused_with_the_remedy()
    {
        var engine = await StartAsync(ClientOnly);

        (await Should.ThrowAsync<InvalidOperationException>(() => engine.EnqueueAsync("text"))).Message
            .ShouldStartWith("String is not a registered job. Mark it with [Job(\"wire-name\")]");
        await Should.ThrowAsync<ArgumentNullException>(() => engine.EnqueueAsync(null!));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_already_stores_nothing()
    {
        var engine = await StartAsync(ClientOnly);

        await Should.ThrowAsync<OperationCanceledException>(() => engine.Jobs.EnqueueAsync(new Work("a"), new CancellationToken(true)));

        engine.Store.Inserts.ShouldBe(0);
    }

    [Fact]
    public async Task A_store_that_fails_fails_the_call_and_never_pretends()
    {
        var engine = await StartAsync(ClientOnly);
        engine.Store.Fail(new IOException("disk full"));

        (await Should.ThrowAsync<IOException>(() => engine.EnqueueAsync(new Work("a")))).Message.ShouldBe("disk full");

        engine.Store.Mend();
        await engine.EnqueueAsync(new Work("b"));
        (await engine.Admin.Jobs.ListAsync(new JobFilter())).Jobs.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Hooks_see_every_job_in_the_order_of_their_registration()
    {
        var engine = await StartAsync(ClientOnly with { Configure = o => o.OnEnqueue<First>().OnEnqueue<Second>() });

        var alone = await engine.EnqueueAsync(new Work("a"));
        var inBatch = (await engine.Jobs.EnqueueBatchAsync([new Work("b")], null, null, CancellationToken.None))[0].Id;

        (await engine.GetAsync(alone)).Metadata["hooks"].ShouldBe("first, second");
        (await engine.GetAsync(inBatch)).Metadata["hooks"].ShouldBe("first, second");
    }

    [Fact]
    public async Task Metadata_of_the_call_is_not_changed_by_hooks()
    {
        var engine = await StartAsync(ClientOnly with { Configure = o => o.OnEnqueue<First>() });
        var mine = new Dictionary<string, string> { ["tenant"] = "7" };

        await engine.EnqueueAsync(new Work("a"), new EnqueueOptions { Metadata = mine });

        mine.Keys.ShouldBe(["tenant"]);
    }

    private sealed class First : IEnqueueHook
    {
        public void OnEnqueue(JobDraft draft) => draft.Metadata["hooks"] = "first";
    }

    private sealed class Second : IEnqueueHook
    {
        public void OnEnqueue(JobDraft draft) => draft.Metadata["hooks"] += ", second";
    }
}
