using System.Text;
using Ostinato.Storage;
using Ostinato.Tests.Jobs;

namespace Ostinato.Tests.Privacy;

/// <summary>Jobs with encrypted members, through the whole engine.</summary>
public sealed class EncryptedJobTests : EngineTest
{
    private const string Card = "4111 1111 1111 1111";
    private const string Pin = "0815-0815";

    private static readonly Pay Payload = new("order 7", Card, new Receipt(Pin, "shop"));

    private static Action<OstinatoBuilder> With(string key, params string[] others) => o => o
        .AddJob(new JobDefinition<Pay>("pay", HandMade.Json<Pay>()) { Aliases = ["charge"], Result = HandMade.Json<Receipt>() })
        .AddHandler(JobHandlerBinding.Of<Pay, Receipt, PayHandler>())
        .Encryption(e => e.UseKeys(new Keys(key, others)));

    [Fact]
    public async Task A_handler_gets_what_was_enqueued_and_the_caller_what_was_returned()
    {
        var engine = await StartAsync(new() { Configure = With("2026") });

        var id = await engine.EnqueueAsync(Payload);
        await engine.UntilAsync(id, JobState.Completed);
        var result = await engine.Jobs.ResultAsync<Receipt>(id, TimeSpan.FromMinutes(1), CancellationToken.None);

        result.ShouldBe(new Receipt(Pin, $"paid with {Card}"));
        var stored = (await Memory.Query.GetAsync(id, CancellationToken.None))!;
        stored.PayloadText.ShouldStartWith("""{"Order":"order 7","Card":{"$enc":"2026","d":""" + "\"");
        foreach (var text in new[] { stored.PayloadText, Encoding.UTF8.GetString(stored.Result!.Value.Span) })
        {
            text.ShouldNotContain(Pin);
            text.ShouldContain("\"$enc\":\"2026\"");
        }

        engine.Logs.With(340).ShouldHaveSingleItem().Text.ShouldEndWith("are written under key 2026.");
    }

    [Fact]
    public async Task Answers_to_people_say_that_it_is_encrypted()
    {
        var engine = await StartAsync(new() { Configure = With("2026") });

        var job = await engine.UntilAsync(await engine.EnqueueAsync(Payload), JobState.Completed);
        var listed = (await engine.Admin.Jobs.ListAsync(new JobFilter())).Jobs.ShouldHaveSingleItem();

        job.PayloadText.ShouldBe("""{"Order":"order 7","Card":"[encrypted]","Receipt":{"Pin":"[encrypted]","Text":"shop"}}""");
        listed.PayloadText.ShouldBe(job.PayloadText);
        Encoding.UTF8.GetString(job.Result!.Value.Span).ShouldBe($$"""{"Pin":"[encrypted]","Text":"paid with {{Card}}"}""");
    }

    [Fact]
    public async Task A_process_without_the_code_does_not_show_it_either()
    {
        var engine = await StartAsync(new() { Queues = [], Configure = With("2026") });
        var id = await engine.EnqueueAsync(Payload);

        var stranger = await StartAsync(new() { Queues = [] });

        (await stranger.GetAsync(id)).PayloadText.ShouldBe((await engine.GetAsync(id)).PayloadText);
    }

    [Fact]
    public async Task After_a_rotation_old_jobs_run_and_new_ones_are_written_under_the_new_key()
    {
        var old = await StartAsync(new() { Queues = [], Configure = With("2026") });
        var id = await old.EnqueueAsync(Payload);

        var rotated = await StartAsync(new() { Configure = With("2027", "2026") });

        await rotated.UntilAsync(id, JobState.Completed);
        var next = await rotated.UntilAsync(await rotated.EnqueueAsync(Payload), JobState.Completed);
        (await FindAsync(rotated, "\"$enc\":\"2026\"")).ShouldBe([id]);
        (await FindAsync(rotated, "\"$enc\":\"2027\"")).ShouldBe([next.Id]);
    }

    [Fact]
    public async Task A_job_whose_key_is_lost_is_set_aside_without_spending_an_attempt_and_comes_back_with_the_key()
    {
        var old = await StartAsync(new() { Queues = [], Configure = With("2026") });
        var id = await old.EnqueueAsync(Payload);
        var without = await StartAsync(new() { Configure = With("2027") });

        var job = await without.UntilAsync(id, JobState.Suspended);

        (job.Suspension, job.Attempt, job.Crashes).ShouldBe((SuspensionReason.UnreadablePayload, 0, 0));
        job.Reason.ShouldBe(
            "payload cannot be read: member '/Card' of the payload of job 'pay' is encrypted under key '2026', which this process does not "
            + "have. Give it that key and restart it");
        await without.StopAsync();

        var mended = await StartAsync(new() { Configure = With("2027", "2026") });
        await mended.UntilAsync(id, JobState.Completed);
    }

    [Fact]
    public async Task What_was_changed_in_the_store_is_set_aside()
    {
        var engine = await StartAsync(new() { Queues = [], Configure = With("2026") });
        var stored = (await Memory.Query.GetAsync(await engine.EnqueueAsync(Payload), CancellationToken.None))!.PayloadText;
        var at = stored.IndexOf("\"d\":\"", StringComparison.Ordinal) + 8;
        var changed = await InsertAsync("pay", string.Concat(stored.AsSpan(0, at), stored[at] == 'A' ? "B" : "A", stored.AsSpan(at + 1)));
        var moved = await InsertAsync("charge", stored);
        var worker = await StartAsync(new() { Configure = With("2026") });

        (await worker.UntilAsync(changed, JobState.Suspended)).Reason!.ShouldContain("'/Card' of the payload of job 'pay' cannot be decrypted with key '2026'");
        (await worker.UntilAsync(moved, JobState.Suspended)).Reason!.ShouldContain("job 'charge' cannot be decrypted");
    }

    [Fact]
    public async Task A_renamed_job_reads_what_was_stored_under_its_earlier_name()
    {
        var old = await StartAsync(new()
        {
            Queues = [],
            Configure = o => o.AddJob(HandMade.Define<Pay>("charge")).Encryption(e => e.UseKeys(new Keys("2026"))),
        });
        var id = await old.EnqueueAsync(Payload);

        var renamed = await StartAsync(new() { Configure = With("2026") });

        await renamed.UntilAsync(id, JobState.Completed);
        (await renamed.Jobs.ResultAsync<Receipt>(id, TimeSpan.FromMinutes(1), CancellationToken.None)).Pin.ShouldBe(Pin);
    }

    [Fact]
    public async Task What_was_stored_before_a_member_was_marked_is_read_and_not_shown()
    {
        var id = await InsertAsync("pay", """{"Order":"o","Card":"4242","Receipt":{"Pin":"1","Text":"t"}}""");
        var engine = await StartAsync(new() { Configure = With("2026") });

        var job = await engine.UntilAsync(id, JobState.Completed);

        job.PayloadText.ShouldBe("""{"Order":"o","Card":"[encrypted]","Receipt":{"Pin":"[encrypted]","Text":"t"}}""");
        (await FindAsync(engine, "4242")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_stored_while_a_member_was_marked_is_read_once_it_is_not()
    {
        var old = await StartAsync(new() { Queues = [], Configure = With("2026") });
        var id = await old.EnqueueAsync(Payload);

        var opened = await StartAsync(new()
        {
            Configure = o => o.AddJob(HandMade.Define<OpenPay>("pay")).AddHandler(JobHandlerBinding.Of<OpenPay, OpenPayHandler>())
                .Encryption(e => e.UseKeys(new Keys("2026"))),
        });

        await opened.UntilAsync(id, JobState.Completed);
    }

    [Fact]
    public async Task Nothing_is_found_by_what_is_encrypted()
    {
        var engine = await StartAsync(new() { Queues = [], Configure = With("2026") });
        var id = await engine.EnqueueAsync(Payload);

        (await FindAsync(engine, "4111")).ShouldBeEmpty();
        (await engine.Admin.Jobs.ListAsync(new JobFilter { Payload = $$"""{"Card":"{{Card}}"}""" })).Jobs.ShouldBeEmpty();
        (await FindAsync(engine, "order 7")).ShouldBe([id]);
    }

    [Fact]
    public async Task An_error_in_reading_does_not_quote_the_value()
    {
        var id = await InsertAsync("pay", """{"Order":"o","Card":"refuse 4242","Receipt":{"Pin":"1","Text":"t"}}""");
        var engine = await StartAsync(new() { Configure = With("2026") });

        var job = await engine.UntilAsync(id, JobState.Suspended);

        job.Reason.ShouldBe("payload cannot be read: ArgumentException");
        engine.Logs.All.ShouldAllBe(line => !line.Text.Contains("4242", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_error_in_writing_does_not_quote_the_value()
    {
        var engine = await StartAsync(new() { Queues = [], Configure = With("2026") });

        var error = await Should.ThrowAsync<JobPayloadException>(() => engine.EnqueueAsync(Payload with { Order = "throw" }));

        error.Message.ShouldBe("The payload of job 'pay' cannot be written as JSON: InvalidOperationException. Nothing was stored.");
        error.InnerException.ShouldBeNull();
    }

    private static async Task<IEnumerable<JobId>> FindAsync(Engine engine, string text) =>
        (await engine.Admin.Jobs.ListAsync(new JobFilter { PayloadText = text })).Jobs.Select(job => job.Id);

    private async Task<JobId> InsertAsync(string name, string payload)
    {
        var job = new NewJob { Name = name, Queue = "default", Priority = 4, Payload = Encoding.UTF8.GetBytes(payload) };
        return (await Memory.Inserter.InsertAsync([job], null, CancellationToken.None))[0].Id;
    }

    private sealed record Pay
    {
        public Pay(string order, string card, Receipt receipt) => (Order, Card, Receipt) = (
            order, card.StartsWith("refuse", StringComparison.Ordinal) ? throw new ArgumentException($"{card} is refused") : card, receipt);

        public string Order { get => field == "throw" ? throw new InvalidOperationException(Card) : field; init; }

        [Encrypted]
        public string Card { get; }

        public Receipt Receipt { get; }
    }

    private sealed record Receipt([Encrypted] string Pin, string Text);

    private sealed record OpenPay(string Order, string Card);

    private sealed class PayHandler : IJobHandler<Pay, Receipt>
    {
        public Task<Receipt> HandleAsync(Pay job, JobContext context, CancellationToken ct) =>
            Task.FromResult(job.Receipt with { Text = $"paid with {job.Card}" });
    }

    private sealed class OpenPayHandler : IJobHandler<OpenPay>
    {
        public Task HandleAsync(OpenPay job, JobContext context, CancellationToken ct)
        {
            job.Card.ShouldBe(Card);
            return Task.CompletedTask;
        }
    }
}
