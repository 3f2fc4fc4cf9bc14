using Ostinato.Tests.Jobs;

namespace Ostinato.Tests.Privacy;

/// <summary>Schedules keep their payloads as they are.</summary>
public sealed class PrivateScheduleTests : EngineTest
{
    private static readonly Action<OstinatoBuilder> Letters = o => o
        .AddJob(HandMade.Define<Letter>("letter")).Encryption(e => e.UseKeys(new Keys("2026")));

    [Fact]
    public async Task A_schedule_does_not_show_what_is_redacted_with_or_without_the_code()
    {
        var engine = await StartAsync(new()
        {
            Queues = [],
            Configure = o =>
            {
                Letters(o);
                o.Cron("weekly", "0 6 * * MON", new Letter("Ada", "ada@example.org"));
            },
        });
        var stranger = await StartAsync(new() { Queues = [] });
        await engine.Admin.Schedules.SetAsync("daily", Daily("""{"Name":"Ada","Email":"ada@example.org"}"""));

        foreach (var admin in new[] { engine.Admin, stranger.Admin })
        {
            foreach (var schedule in await admin.Schedules.ListAsync())
            {
                schedule.Definition.Payload.ShouldContain("\"Email\":\"[redacted]\"");
                schedule.Definition.Payload.ShouldNotContain("example.org");
            }
        }

        var job = await engine.Admin.Schedules.RunNowAsync("daily");
        (await Memory.Query.GetAsync(job, CancellationToken.None))!.PayloadText.ShouldContain("ada@example.org");
    }

    [Fact]
    public async Task What_is_shown_in_place_of_a_value_is_not_taken_for_it()
    {
        var engine = await StartAsync(new() { Queues = [], Configure = Letters });
        await engine.Admin.Schedules.SetAsync("daily", Daily("""{"Name":"Ada","Email":"ada@example.org"}"""));
        var shown = (await engine.Admin.Schedules.GetAsync("daily"))!.Definition;

        var error = await Should.ThrowAsync<ArgumentException>(
            () => engine.Admin.Schedules.SetAsync("daily", shown with { Expression = "0 7 * * *" }));

        error.Message.ShouldStartWith(
            "Schedule 'daily': its payload gives '[redacted]' as member 'Email', which is what is shown in place of the value. Give the value.");
    }

    [Fact]
    public async Task An_encrypted_member_cannot_be_given_by_a_schedule()
    {
        var engine = await StartAsync(new() { Queues = [], Configure = Letters });

        var error = await Should.ThrowAsync<ArgumentException>(
            () => engine.Admin.Schedules.SetAsync("daily", Daily("""{"Name":"Ada","Email":"e","Code":"s3cret"}""")));

        error.Message.ShouldStartWith(
            "Schedule 'daily': its payload gives the encrypted member 'Code', and what a schedule says is stored as it is. Leave it out, and "
            + "let the handler find the value.");
        error.Message.ShouldNotContain("s3cret");
    }

    private static ScheduleDefinition Daily(string payload) => new() { Expression = "0 6 * * *", Job = "letter", Payload = payload };

    private sealed record Letter(string Name, [Redacted] string Email, [Encrypted] string? Code = null);
}
