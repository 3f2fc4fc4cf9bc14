namespace Ostinato.Storage.Conformance;

/// <summary>What a person says of a queue is kept, told to every process with its heartbeat, and written by one of several.</summary>
public abstract class QueueSettingsConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task What_is_said_is_kept_and_seen_by_others()
    {
        await Store.Pause("mail", "the provider is down", by: "ann");
        await Store.Set("""{"concurrency":5}""", "mail");

        var said = await (await OpenAnother()).Said("mail");

        (said.IsPaused, said.PausedBy, said.PauseReason, said.Settings, said.Revision)
            .ShouldBe((true, "ann", "the provider is down", """{"concurrency":5}""", 2));
        said.PausedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Queues_are_listed_by_name_and_only_those_of_which_something_was_said()
    {
        await Store.Enqueue("a", "silent");
        await Store.Pause("c");
        await Store.Set("{}", "B");
        await Store.Pause("a");
        await Store.Resume("a");

        (await Store.Queues.ListAsync(CancellationToken.None)).Select(queue => queue.Name).ShouldBe(["B", "a", "c"]);
    }

    [Fact]
    public async Task Who_did_not_see_the_latest_writes_nothing()
    {
        await Store.Set("""{"concurrency":1}""");
        var seen = await Store.Said();
        await Store.Set("""{"concurrency":2}""");

        (await Store.Queues.WriteAsync(seen with { IsPaused = true }, null, CancellationToken.None)).ShouldBeFalse();
        (await Store.Queues.WriteAsync(new StoredQueue { Name = seen.Name }, null, CancellationToken.None)).ShouldBeFalse();

        (await Store.Said()).ShouldSatisfyAllConditions(
            said => said.IsPaused.ShouldBeFalse(), said => said.Settings.ShouldBe("""{"concurrency":2}"""));
    }

    [Fact]
    public async Task Of_those_who_saw_the_same_one_writes()
    {
        await Store.Set("{}");
        var seen = await Store.Said();

        var written = await Together.Run(8, async number => await Store.Queues.WriteAsync(
            seen with { Settings = $$"""{"concurrency":{{number}}}""" }, null, CancellationToken.None));

        written.Count(isWritten => isWritten).ShouldBe(1);
        (await Store.Said()).Settings.ShouldBe($$"""{"concurrency":{{Array.IndexOf(written, true)}}}""");
    }

    [Fact]
    public async Task A_heartbeat_tells_what_is_set_and_nothing_where_nothing_is()
    {
        var worker = await (await OpenAnother()).Join();
        await Store.Pause();
        (await worker.Beat()).QueueSettings.ShouldBeNull();

        await Store.Set("""{"concurrency":5}""", "mail");
        await Store.Set("""{"servedBy":["gpu"]}""", "video");

        Queues.QueueSettingsJson.ReadAll((await worker.Beat()).QueueSettings).ShouldNotBeNull().OrderBy(one => one.Key).ShouldBe(
        [
            new("mail", new QueueSettings { Concurrency = 5 }), new("video", new QueueSettings { ServedBy = ["gpu"] }),
        ]);

        await Store.Set(null, "mail");
        await Store.Set(null, "video");
        (await worker.Beat()).QueueSettings.ShouldBeNull();
    }

    [Fact]
    public async Task A_change_tells_the_process_in_which_it_was_made()
    {
        using var signals = new SignalRecorder(Store);

        await Store.Set("{}");

        await signals.UntilAnything();
        signals.Seen.ShouldContain(signal => signal.ConcernsQueueSettings);
    }

    [Fact]
    public async Task Labels_of_a_process_are_seen_by_others()
    {
        var description = new ProcessDescription("host", 1, new Dictionary<string, int> { ["video"] = 2 }, []) { Labels = ["gpu", "é x"] };
        await Store.Processes.JoinAsync(description, null, CancellationToken.None);
        await Store.Join("plain");

        var labels = (await (await OpenAnother()).Registered()).Select(process => string.Join(' ', process.Description.Labels));

        labels.ShouldBe(["gpu é x", ""]);
    }
}
