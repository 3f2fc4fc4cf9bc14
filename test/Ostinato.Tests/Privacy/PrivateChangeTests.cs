using Ostinato.Tests.Jobs;

namespace Ostinato.Tests.Privacy;

/// <summary>A person changes the payload of a job that waits.</summary>
public sealed class PrivateChangeTests : EngineTest
{
    private static readonly Action<OstinatoBuilder> Letters = o => o
        .AddJob(new JobDefinition<Letter>("letter", HandMade.Json<Letter>()) { Unique = new(), UniqueKey = job => job.Name })
        .Encryption(e => e.UseKeys(new Keys("2026")));

    [Fact]
    public async Task A_new_payload_is_encrypted_too()
    {
        var engine = await StartAsync(new() { Queues = [], Configure = Letters });
        var id = await engine.EnqueueAsync(new Letter("Ada", "old@example.org", "old"));

        (await engine.Admin.Jobs.UpdateAsync(id, new() { Payload = new Letter("Ada", "new@example.org", "first s3cret") }))
            .ShouldBe(UpdateResult.Updated);
        await ShouldHoldAsync(id, "new@example.org");
        (await engine.Admin.Jobs.UpdateAsync(id, new() { PayloadJson = """{"Name":"Ada","Email":"newer@example.org","Code":"second s3cret"}""" }))
            .ShouldBe(UpdateResult.Updated);
        await ShouldHoldAsync(id, "newer@example.org");
    }

    [Theory]
    [InlineData("""{"Name":"Ada","Email":"[redacted]","Code":"c"}""", "'[redacted]' as member 'Email'")]
    [InlineData("""{"Name":"Ada","Email":"e","Code":"[encrypted]"}""", "'[encrypted]' as member 'Code'")]
    public async Task What_is_shown_in_place_of_a_value_is_not_taken_for_it(string payload, string message)
    {
        var engine = await StartAsync(new() { Queues = [], Configure = Letters });
        var id = await engine.EnqueueAsync(new Letter("Ada", "old@example.org", "old"));

        (await Should.ThrowAsync<JobPayloadException>(() => engine.Admin.Jobs.UpdateAsync(id, new() { PayloadJson = payload })))
            .Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_process_without_the_code_cannot_replace_what_is_encrypted()
    {
        var engine = await StartAsync(new() { Queues = [], Configure = Letters });
        var id = await engine.EnqueueAsync(new Letter("Ada", "old@example.org", "old"));
        var stranger = await StartAsync(new() { Queues = [] });

        (await Should.ThrowAsync<JobPayloadException>(() => stranger.Admin.Jobs.UpdateAsync(id, new() { PayloadJson = "{}" })))
            .Message.ShouldContain("members of it are encrypted, and this process does not know which. Nothing was changed.");
    }

    private async Task ShouldHoldAsync(JobId id, string text)
    {
        var stored = (await Memory.Query.GetAsync(id, CancellationToken.None))!.PayloadText;
        stored.ShouldContain(text);
        stored.ShouldContain("\"Code\":{\"$enc\":\"2026\"");
        stored.ShouldNotContain("s3cret");
    }

    private sealed record Letter(string Name, [Redacted] string Email, [Encrypted] string Code);
}
