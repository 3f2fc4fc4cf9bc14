namespace Signup.Tests;

public sealed class SmtpTests
{
    [Fact]
    public async Task With_an_SMTP_host_configured_messages_go_there()
    {
        using var server = new SmtpServer();
        await using var app = new SignupApp(("Email:SmtpHost", "127.0.0.1"), ("Email:SmtpPort", $"{server.Port}"));

        await app.SignUpAsync("ada@example.com", "Ada");

        await app.EverybodyIsServedAsync(1);
        server.Messages.ShouldHaveSingleItem().ShouldContain("Message-ID: <welcome-1@signup.example>");
        app.Outbox.Names.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_SMTP_host_that_is_away_makes_the_job_wait_for_a_retry()
    {
        int port;
        using (var server = new SmtpServer())
        {
            port = server.Port;
        }

        await using var app = new SignupApp(("Email:SmtpHost", "127.0.0.1"), ("Email:SmtpPort", $"{port}"));

        await app.SignUpAsync("ada@example.com", "Ada");

        await Eventually.TrueAsync(
            "the job waits for a retry",
            async () => (await app.GetAsync("/jobs?state=retryable&queue=mail")).GetProperty("newest").GetArrayLength() == 1);
    }
}
