using System.Text;
using Ostinato.Storage;
using Ostinato.Tests.Jobs;

namespace Ostinato.Tests.Privacy;

/// <summary>Jobs with members that are stored and not shown.</summary>
public sealed class RedactedJobTests : EngineTest
{
    private static readonly Greet Payload = new("Ada", new Address("ada@example.org", "ada", "London"), ["ada", "augusta"]);

    private static readonly Action<OstinatoBuilder> Greeting = o => o
        .AddJob(new JobDefinition<Greet>("greet", HandMade.Json<Greet>()) { Result = HandMade.Json<Address>() })
        .AddHandler(JobHandlerBinding.Of<Greet, Address, GreetHandler>());

    [Fact]
    public async Task It_is_stored_and_handled_and_not_shown()
    {
        var engine = await StartAsync(new() { Configure = Greeting });

        var job = await engine.UntilAsync(await engine.EnqueueAsync(Payload), JobState.Completed);

        job.PayloadText.ShouldBe("""{"Name":"Ada","Address":{"Email":"[redacted]","Nick":"ada","Town":"London"},"Nicks":"[redacted]"}""");
        Encoding.UTF8.GetString(job.Result!.Value.Span).ShouldBe("""{"Email":"[redacted]","Nick":"ada","Town":"Paris"}""");
        (await Memory.Query.GetAsync(job.Id, CancellationToken.None))!.PayloadText.ShouldContain("ada@example.org");
        (await engine.Jobs.ResultAsync<Address>(job.Id, TimeSpan.FromMinutes(1), CancellationToken.None)).Email.ShouldBe("ada@example.org");
        await foreach (var seen in engine.Admin.Jobs.WatchAsync(job.Id))
        {
            seen.PayloadText.ShouldBe(job.PayloadText);
        }

        engine.Logs.All.ShouldAllBe(line => !line.Text.Contains("example.org", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_without_the_code_hides_all_members_of_that_name()
    {
        var engine = await StartAsync(new() { Queues = [], Configure = Greeting });
        var id = await engine.EnqueueAsync(Payload);

        var stranger = await StartAsync(new() { Queues = [] });

        (await stranger.GetAsync(id)).PayloadText
            .ShouldBe("""{"Name":"Ada","Address":{"Email":"[redacted]","Nick":"ada","Town":"London"},"Nicks":"[redacted]"}""");
    }

    [Theory]
    [InlineData(null, "example.org")]
    [InlineData(null, "augusta")]
    [InlineData("""{"Address":{"Email":"ada@example.org"}}""", null)]
    [InlineData("""{"Nicks":["ada"]}""", null)]
    public async Task Nobody_learns_by_searching_whether_a_guess_is_right(string? payload, string? text)
    {
        var engine = await StartAsync(new() { Queues = [], Configure = Greeting });
        var stranger = await StartAsync(new() { Queues = [] });
        await engine.EnqueueAsync(Payload);
        await engine.EnqueueAsync(Payload);
        var guess = new JobFilter { Payload = payload, PayloadText = text, Limit = 1 };

        foreach (var admin in new[] { engine.Admin, stranger.Admin })
        {
            var page = await admin.Jobs.ListAsync(guess);
            page.Jobs.ShouldBeEmpty();
            page.Next.ShouldBeNull("not even a next page tells");
            (await admin.Jobs.CancelAsync(guess, "a guess", new() { IsDryRun = true })).Matched.ShouldBe(0);
        }
    }

    [Fact]
    public async Task A_page_is_filled_with_those_that_are_found_by_what_is_shown()
    {
        var engine = await StartAsync(new() { Queues = [], Configure = Greeting });
        var open = new List<JobId>();
        for (var i = 0; i < 6; i++)
        {
            open.Add(await engine.EnqueueAsync(new Greet("augusta", Payload.Address, [])));
            await engine.EnqueueAsync(Payload);
        }

        var first = await engine.Admin.Jobs.ListAsync(new JobFilter { PayloadText = "augusta", Limit = 4 });
        var rest = await engine.Admin.Jobs.ListAsync(new JobFilter { PayloadText = "augusta", Limit = 4, After = first.Next });

        first.Jobs.Concat(rest.Jobs).Select(job => job.Id).ShouldBe(open.AsEnumerable().Reverse());
        (first.Jobs.Count, rest.Next).ShouldBe((4, null));
    }

    [Fact]
    public async Task A_payload_that_nobody_can_read_is_not_shown_at_all()
    {
        var engine = await StartAsync(new() { Configure = Greeting });
        var torn = new NewJob { Name = "greet", Queue = "default", Priority = 4, Payload = """{"Name":"Ada","Address":{"Email":"ada@"""u8.ToArray() };
        var id = (await Memory.Inserter.InsertAsync([torn], null, CancellationToken.None))[0].Id;

        (await engine.UntilAsync(id, JobState.Suspended)).PayloadText.ShouldBe("\"[unreadable]\"");
    }

    [Fact]
    public async Task An_error_in_reading_names_the_place_and_no_more()
    {
        var engine = await StartAsync(new() { Configure = Greeting });
        var wrong = new NewJob { Name = "greet", Queue = "default", Priority = 4, Payload = """{"Address":{"Email":{"ada":"x"}}}"""u8.ToArray() };
        var id = (await Memory.Inserter.InsertAsync([wrong], null, CancellationToken.None))[0].Id;

        (await engine.UntilAsync(id, JobState.Suspended)).Reason.ShouldBe("payload cannot be read: JsonException at $.Address.Email");
    }

    [Fact]
    public async Task What_is_redacted_may_make_a_job_unique()
    {
        var engine = await StartAsync(new()
        {
            Queues = [],
            Configure = o => o.AddJob(new JobDefinition<Greet>("greet", HandMade.Json<Greet>())
            {
                Unique = new UniqueRule(),
                UniqueKey = job => UniqueKeyText.Of(job.Address.Email),
            }),
        });

        var first = await engine.Jobs.EnqueueAsync(Payload, null, null, CancellationToken.None);
        var second = await engine.Jobs.EnqueueAsync(Payload with { Name = "Augusta" }, null, null, CancellationToken.None);

        second.ShouldBe(first with { IsDuplicate = true });
    }

    private sealed record Greet(string Name, Address Address, [Redacted] string[] Nicks);

    private sealed record Address([Redacted] string Email, string Nick, string Town);

    private sealed class GreetHandler : IJobHandler<Greet, Address>
    {
        public Task<Address> HandleAsync(Greet job, JobContext context, CancellationToken ct) =>
            Task.FromResult(job.Address with { Town = "Paris" });
    }
}
