using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.Testing.Tests.Handlers;

public sealed class JobContextForTestTests
{
    [Fact]
    public async Task Handler_runs_in_a_unit_test_without_engine_or_store()
    {
        var outbox = new List<string>();
        var job = new WelcomeEmail(7);

        await new WelcomeEmailHandler(outbox).HandleAsync(job, JobContext.ForTest(job, new() { Attempt = 3 }), CancellationToken.None);

        outbox.ShouldBe(["welcome 7, attempt 3 of 8"]);
    }

    [Fact]
    public void Context_says_what_the_attribute_says()
    {
        var job = new WelcomeEmail(7);

        var context = JobContext.ForTest(job);

        context.Payload.ShouldBeSameAs(job);
        context.Name.ShouldBe("welcome-email");
        context.Queue.ShouldBe("mail");
        context.Priority.ShouldBe(2);
        context.Attempt.ShouldBe(1);
        context.MaxAttempts.ShouldBe(8);
        context.StopReason.ShouldBe(StopReason.None);
    }

    [Fact]
    public void Context_says_what_the_test_says()
    {
        using var services = new ServiceCollection().AddSingleton("a service").BuildServiceProvider();
        var stored = new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

        var context = JobContext.ForTest(new WelcomeEmail(7), new()
        {
            Id = new JobId(99),
            Name = "renamed",
            Queue = "slow",
            Priority = 9,
            Attempt = 4,
            MaxAttempts = 5,
            Tags = ["vip"],
            Metadata = new Dictionary<string, string> { ["tenant"] = "a" },
            EnqueuedAt = stored,
            Services = services,
            StopReason = StopReason.Timeout,
        });

        context.Id.ShouldBe(new JobId(99));
        context.Name.ShouldBe("renamed");
        context.Queue.ShouldBe("slow");
        context.Priority.ShouldBe(9);
        context.MaxAttempts.ShouldBe(5);
        context.Tags.ShouldBe(["vip"]);
        context.Metadata["tenant"].ShouldBe("a");
        context.EnqueuedAt.ShouldBe(stored);
        context.Services.GetRequiredService<string>().ShouldBe("a service");
        context.StopReason.ShouldBe(StopReason.Timeout);
    }

    [Fact]
    public void Payload_without_an_attribute_will_do() => JobContext.ForTest(new NotAJob(1)).Name.ShouldBe("test");

    [Fact]
    public void Attempt_before_the_first_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => JobContext.ForTest(new WelcomeEmail(1), new() { Attempt = 0 }));

    [Fact]
    public void Service_that_was_not_given_is_missing() =>
        JobContext.ForTest(new WelcomeEmail(1)).Services.GetService<string>().ShouldBeNull();

    private sealed class WelcomeEmailHandler(List<string> outbox) : IJobHandler<WelcomeEmail>
    {
        public Task HandleAsync(WelcomeEmail job, JobContext context, CancellationToken ct)
        {
            outbox.Add($"welcome {job.UserId}, attempt {context.Attempt} of {context.MaxAttempts}");
            return Task.CompletedTask;
        }
    }
}
