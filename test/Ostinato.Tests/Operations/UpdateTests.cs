namespace Ostinato.Tests.Operations;

/// <summary>What a person asks to change of a job that waits.</summary>
public sealed class UpdateTests : EngineTest
{
    private const int Updated = 510;
    private static readonly EnqueueOptions Tomorrow = new() { Delay = TimeSpan.FromDays(1) };

    [Fact]
    public async Task A_job_runs_at_its_new_time_with_its_new_payload()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("old"), Tomorrow);

        var result = await engine.Admin.Jobs.UpdateAsync(id, new()
        {
            Delay = TimeSpan.FromHours(1),
            Payload = new Work("new"),
            Actor = "ada",
            Reason = "she cannot wait",
        });

        result.ShouldBe(UpdateResult.Updated);
        await AdvanceAsync(TimeSpan.FromMinutes(59));
        Recorder.All.ShouldBeEmpty();
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        await engine.UntilAsync(id, JobState.Completed);
        Recorder.RunsOf("new").Count.ShouldBe(1);
        engine.Logs.With(Updated).ShouldHaveSingleItem().Text
            .ShouldBe($"Job {id}: a change of due time, payload was asked for by ada: Updated. she cannot wait");
    }

    [Fact]
    public async Task A_time_in_the_past_means_now()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("soon"), Tomorrow);

        await engine.Admin.Jobs.UpdateAsync(id, new() { RunAt = Time.GetUtcNow().AddDays(-1) });

        await engine.UntilAsync(id, JobState.Completed);
    }

    [Fact]
    public async Task A_payload_that_could_not_be_read_is_mended_as_text_and_the_job_runs()
    {
        var engine = await StartAsync();
        var broken = await engine.EnqueueAsync(new Work("mended"), Tomorrow);
        await Memory.Control.UpdateAsync(broken, new() { Due = default(Ostinato.Storage.DueTime), Payload = "[]"u8.ToArray() }, default);
        await engine.UntilAsync(broken, JobState.Suspended);

        (await engine.Admin.Jobs.UpdateAsync(broken, new() { PayloadJson = """{"key":"mended","acts":[]}""" })).ShouldBe(UpdateResult.Updated);
        await engine.Admin.Jobs.RetryAsync(broken);

        await engine.UntilAsync(broken, JobState.Completed);
        Recorder.RunsOf("mended").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Tags_metadata_and_deadline_are_changed_and_what_else_travels_with_the_job_stays()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a"), Tomorrow with { Tags = ["old"], MaxAttempts = 3, DeadlineIn = TimeSpan.FromDays(2) });
        var deadline = Time.GetUtcNow().AddDays(3);

        await engine.Admin.Jobs.UpdateAsync(
            id, new() { Tags = ["VIP "], Metadata = new Dictionary<string, string> { ["tenant"] = "7" }, Deadline = deadline });

        var job = await engine.GetAsync(id);
        (job.Tags.ShouldHaveSingleItem(), job.Metadata["tenant"]).ShouldBe(("vip", "7"));
        var headers = JobHeadersJson.Read(job.Headers);
        (headers.MaxAttempts, headers.Deadline).ShouldBe((3, new Deadline(deadline, null, StopsAttempt: false)));
    }

    [Fact]
    public async Task A_job_that_has_ended_and_one_that_never_was_are_left_alone()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("done"));
        await engine.UntilAsync(id, JobState.Completed);

        (await engine.Admin.Jobs.UpdateAsync(id, new() { Priority = 1 })).ShouldBe(UpdateResult.AlreadyFinal);
        (await engine.Admin.Jobs.UpdateAsync(new JobId(999), new() { Priority = 1 })).ShouldBe(UpdateResult.NotFound);
    }

    public static TheoryData<JobChanges, string> Nonsense() => new()
    {
        { new() { Reason = "just so" }, "There is nothing to change. Set at least one member." },
        { new() { RunAt = DateTimeOffset.UnixEpoch, Delay = TimeSpan.Zero }, "There are both RunAt and Delay. Give one." },
        { new() { Payload = new Work("a"), PayloadJson = "{}" }, "There are both Payload and PayloadJson. Give one." },
        { new() { Deadline = DateTimeOffset.UnixEpoch }, "The deadline has passed: 1970-01-01 00:00:00Z." },
        { new() { Priority = 10 }, "The priority must be 0 (first) to 9 (last)." },
        { new() { Queue = "no such queue" }, "'no such queue' is not a queue name (update)." },
        { new() { Queue = "mial" }, "There is no queue 'mial'" },
        { new() { Payload = new Sum(1, 2) }, "is a 'work', and a Sum is the payload of 'sum'. Nothing was changed." },
        { new() { Delay = TimeSpan.FromDays(9) }, "after its deadline of 2030-01-03 00:00:00Z. Give it a later Deadline, too." },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Nonsense_is_refused_and_changes_nothing(JobChanges changes, string complaint)
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a"), Tomorrow with { Deadline = Time.GetUtcNow().AddDays(2) });
        var before = await engine.GetAsync(id);

        (await Should.ThrowAsync<ArgumentException>(() => engine.Admin.Jobs.UpdateAsync(id, changes))).Message.ShouldContain(complaint);

        (await engine.GetAsync(id)).ToString().ShouldBe(before.ToString());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"acts":[]}""")]
    [InlineData("null")]
    public async Task A_payload_that_the_jobs_type_cannot_read_is_refused(string json)
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a"), Tomorrow);

        (await Should.ThrowAsync<JobPayloadException>(() => engine.Admin.Jobs.UpdateAsync(id, new() { PayloadJson = json })))
            .Message.ShouldStartWith($"Job {id} 'work' cannot have this payload: ");
    }

    [Fact]
    public async Task A_payload_that_would_change_the_unique_key_is_refused()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Digest(7, "old"), Tomorrow);

        (await engine.Admin.Jobs.UpdateAsync(id, new() { Payload = new Digest(7, "new") })).ShouldBe(UpdateResult.Updated);
        (await Should.ThrowAsync<ArgumentException>(() => engine.Admin.Jobs.UpdateAsync(id, new() { Payload = new Digest(8, "new") })))
            .Message.ShouldContain("another unique key");
    }
}
