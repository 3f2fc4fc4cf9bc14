namespace Ostinato.Tests.Enqueueing;

/// <summary>What a second enqueue replaces of the job that holds its unique key.</summary>
public sealed class ReplaceTests : EngineTest
{
    private static readonly EnqueueOptions Soon = new() { Delay = TimeSpan.FromMinutes(5) };

    [Fact]
    public async Task A_job_runs_once_some_time_after_the_last_call_with_what_that_one_said()
    {
        var engine = await StartAsync();
        var first = await engine.Jobs.EnqueueAsync(new Digest(7, "one"), Soon);
        await AdvanceAsync(TimeSpan.FromMinutes(4));
        var second = await engine.Jobs.EnqueueAsync(new Digest(7, "two"), Soon);

        (first.IsDuplicate, first.IsReplaced, second).ShouldBe((false, false, new JobHandle(first.Id, IsDuplicate: true) { IsReplaced = true }));
        await AdvanceAsync(TimeSpan.FromMinutes(4));
        Recorder.All.ShouldBeEmpty();
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await engine.UntilAsync(first.Id, JobState.Completed);
        Recorder.All.ShouldHaveSingleItem().Key.ShouldBe("two");
    }

    [Fact]
    public async Task The_call_goes_before_the_attribute()
    {
        var engine = await StartAsync();
        var first = await engine.Jobs.EnqueueAsync(new Digest(7, "one"), Soon);

        (await engine.Jobs.EnqueueAsync(new Digest(7, "two"), Soon with { Replace = UniqueReplace.None })).IsReplaced.ShouldBeFalse();
        (await engine.Jobs.EnqueueAsync(new Digest(7, "three"), Soon with { Replace = UniqueReplace.Priority, Priority = 0 })).IsReplaced.ShouldBeTrue();

        var job = await engine.GetAsync(first.Id);
        (job.Priority, job.PayloadText).ShouldBe((0, """{"user":7,"text":"one"}"""));
    }

    [Fact]
    public async Task A_call_may_replace_what_a_key_of_its_own_finds()
    {
        var engine = await StartAsync();
        var options = Soon with { UniqueKey = "x", Replace = UniqueReplace.Payload };
        var first = await engine.EnqueueAsync(new Work("one"), options);

        await engine.EnqueueAsync(new Work("two"), options);

        (await engine.GetAsync(first)).PayloadText.ShouldContain("two");
    }

    [Fact]
    public async Task Of_many_it_is_counted_how_many_changed_another_job()
    {
        var engine = await StartAsync();
        int[] users = [1, 2, 1, 1];

        var summary = await engine.Jobs.EnqueueManyAsync(users.Select((user, index) => new Digest(user, $"{index}")), Soon);

        summary.ShouldBe(new EnqueueSummary(2, 2) { Replaced = 2 });
    }

    [Fact]
    public async Task A_job_that_is_not_unique_replaces_nothing()
    {
        var engine = await StartAsync();

        (await Should.ThrowAsync<ArgumentException>(() => engine.EnqueueAsync(new Work("a"), new() { Replace = UniqueReplace.Payload })))
            .Message.ShouldStartWith("Job 'work' is to replace another one, and is not unique: mark Work with [Unique], or give a UniqueKey.");
    }
}
