using Ostinato.Storage;

namespace Ostinato.Tests.Operations;

/// <summary>What the doctor finds on every store.</summary>
public sealed class DoctorTests : EngineTest
{
    [Fact]
    public async Task Nothing_is_found_where_all_is_well()
    {
        var engine = await StartAsync();
        await engine.UntilAsync(await engine.EnqueueAsync(new Work("a")), JobState.Completed);

        (await engine.Admin.DiagnoseAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_queue_that_nobody_serves_is_critical()
    {
        var engine = await StartAsync();
        await engine.EnqueueAsync(new Work("a"), new EnqueueOptions { Queue = "mail" });

        var finding = (await engine.Admin.DiagnoseAsync()).ShouldHaveSingleItem();

        (finding.Code, finding.Severity).ShouldBe(("queue-without-process", FindingSeverity.Critical));
        finding.Text.ShouldContain("'mail'");
        finding.Remedy.ShouldContain("AddWorker");
    }

    [Fact]
    public async Task A_paused_queue_with_jobs_is_told_with_its_reason()
    {
        var engine = await StartAsync();
        await engine.Admin.Queues.PauseAsync("default", "the provider is down");
        await engine.EnqueueAsync(new Work("a"));

        var finding = (await engine.Admin.DiagnoseAsync()).ShouldHaveSingleItem();

        (finding.Code, finding.Severity).ShouldBe(("queue-paused", FindingSeverity.Information));
        finding.Text.ShouldContain("the provider is down");
    }

    [Fact]
    public async Task A_job_that_has_waited_for_minutes_says_that_the_queue_is_behind()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 1 } });
        await engine.EnqueueAsync(new Work("a", Act.Wait));
        await Recorder.StartedAsync("a");
        await engine.EnqueueAsync(new Work("b"));
        await AdvanceAsync(TimeSpan.FromMinutes(6));

        (await engine.Admin.DiagnoseAsync()).ShouldContain(finding => finding.Code == "queue-behind");
    }

    [Theory]
    [InlineData(SuspensionReason.UnknownName, "name-without-code")]
    [InlineData(SuspensionReason.Poison, "poison")]
    [InlineData(SuspensionReason.UnreadablePayload, "payload-unreadable")]
    public async Task Jobs_set_aside_are_told_by_name_and_reason(SuspensionReason why, string code)
    {
        var engine = await StartAsync(new() { Queues = new() { ["other"] = 1 } });
        var store = (IJobStore)Memory;
        await store.Inserter.InsertAsync(
            [new NewJob { Name = "lost", Queue = "aside", Priority = 4, Payload = "{}"u8.ToArray() }], null, CancellationToken.None);
        var description = new ProcessDescription("host", 1, new Dictionary<string, int>(), []);
        var process = await store.Processes.JoinAsync(description, null, CancellationToken.None);
        var claimed = (await store.Exchange.ExchangeAsync(new ExchangeRequest(process, [], [new("aside", 1)]), CancellationToken.None)).Claimed;
        var detail = new AttemptDetail { Suspension = why, Reason = "why not" };
        await store.Exchange.ExchangeAsync(
            new ExchangeRequest(process, [new(claimed[0], AttemptEnd.Suspend, TimeSpan.Zero, detail)], []), CancellationToken.None);

        var finding = (await engine.Admin.DiagnoseAsync()).ShouldHaveSingleItem();

        finding.Code.ShouldBe(code);
        finding.Text.ShouldContain("'lost'");
    }
}
