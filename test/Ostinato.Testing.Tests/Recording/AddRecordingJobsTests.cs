using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.Testing.Tests.Recording;

public sealed class AddRecordingJobsTests
{
    [Fact]
    public async Task Application_enqueues_into_the_recording_client()
    {
        await using var services = new ServiceCollection().AddSingleton<SignupService>().AddRecordingJobs().BuildServiceProvider();

        await services.GetRequiredService<SignupService>().SignUpAsync(7);

        services.GetRequiredService<RecordingJobClient>().ShouldHaveEnqueued<WelcomeEmail>(job => job.UserId == 7);
    }

    [Fact]
    public async Task Client_that_was_registered_before_is_replaced()
    {
        await using var services = new ServiceCollection()
            .AddSingleton<IJobClient>(_ => throw new InvalidOperationException("the real client"))
            .AddRecordingJobs()
            .BuildServiceProvider();

        services.GetServices<IJobClient>().ShouldHaveSingleItem().ShouldBeSameAs(services.GetRequiredService<RecordingJobClient>());
    }

    [Fact]
    public async Task Time_of_the_application_is_the_time_of_the_records()
    {
        var time = new FakeTimeProvider();
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddRecordingJobs().BuildServiceProvider();
        var jobs = services.GetRequiredService<RecordingJobClient>();

        await jobs.EnqueueAsync(new WelcomeEmail(7));

        jobs.Jobs[0].EnqueuedAt.ShouldBe(time.GetUtcNow());
    }

    private sealed class SignupService(IJobClient jobs)
    {
        public Task SignUpAsync(int user) => jobs.EnqueueAsync(new WelcomeEmail(user));
    }
}
