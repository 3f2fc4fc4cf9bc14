using Microsoft.AspNetCore.Mvc.Testing;
using Ostinato.Storage;
using Ostinato.Testing;

namespace Ostinato.Docs.Snippets;

internal sealed class Signups(IJobClient jobs)
{
    public Task AddAsync(int userId, CancellationToken ct = default) =>
        jobs.EnqueueAsync(new WelcomeEmail(userId), new() { Delay = TimeSpan.FromMinutes(10) }, ct);
}

internal sealed class Outbox : IUsers, IMailer
{
    public List<string> Sent { get; } = [];

    public int Failures { get; set; }

    public Task<User?> FindAsync(int id, CancellationToken ct) =>
        Task.FromResult(id < 100 ? new User(id, $"user{id}@example.com", $"User {id}") : null);

    public Task SendAsync(string address, string text, CancellationToken ct)
    {
        if (Failures-- > 0)
        {
            throw new IOException("the mail server is away");
        }

        Sent.Add(text);
        return Task.CompletedTask;
    }
}

public sealed class SnippetsOfTests
{
    #region test-recording
    [Fact]
    public async Task A_new_user_is_welcomed_after_ten_minutes()
    {
        var jobs = JobTest.Recording();

        await new Signups(jobs).AddAsync(userId: 7);

        jobs.ShouldHaveEnqueued<WelcomeEmail>(job => job.UserId == 7).OnQueue("mail").After(TimeSpan.FromMinutes(10)).Times(1);
    }
    #endregion

    #region test-handler
    [Fact]
    public async Task The_message_greets_by_name()
    {
        var outbox = new Outbox();
        var job = new WelcomeEmail(7);

        await new WelcomeEmailHandler(outbox, outbox).HandleAsync(job, JobContext.ForTest(job), CancellationToken.None);

        outbox.Sent.ShouldBe(["Welcome, User 7"]);
    }
    #endregion

    #region test-perform
    [Fact]
    public async Task Nobody_is_welcomed_who_is_gone()
    {
        var outbox = new Outbox();

        var attempt = await JobTest.PerformAsync(
            new WelcomeEmail(404), o => o.AddJobs(), services: s => s.AddSingleton<IUsers>(outbox).AddSingleton<IMailer>(outbox));

        attempt.Outcome.ShouldBe(AttemptEnd.Discarded);
        attempt.Reason.ShouldBe("user 404 is gone");
    }
    #endregion

    #region test-world
    [Fact]
    public async Task A_mail_server_that_is_away_twice_delays_the_message()
    {
        var outbox = new Outbox { Failures = 2 };
        await using var world = await JobTest.StartAsync(
            o => o.AddJobs(), services: s => s.AddSingleton<IUsers>(outbox).AddSingleton<IMailer>(outbox));
        await world.Jobs.EnqueueAsync(new WelcomeEmail(7), new() { Delay = TimeSpan.FromDays(1) });

        await world.AdvanceAsync(TimeSpan.FromDays(1));
        outbox.Sent.ShouldBeEmpty();

        await world.DrainAsync();
        outbox.Sent.ShouldBe(["Welcome, User 7"]);
        world.Executions.Select(attempt => attempt.Outcome).ShouldBe([AttemptEnd.Retry, AttemptEnd.Retry, AttemptEnd.Completed]);
    }
    #endregion
}

internal static class WebTests
{
    public static async Task Recorded<TProgram>(WebApplicationFactory<TProgram> factory)
        where TProgram : class
    {
        #region test-web
        await using var app = factory.WithWebHostBuilder(web => web.ConfigureServices(services => services.AddRecordingJobs()));

        await app.CreateClient().PostAsync("/signups/7", null);

        app.Services.GetRequiredService<RecordingJobClient>().ShouldHaveEnqueued<WelcomeEmail>();
        #endregion
    }
}
