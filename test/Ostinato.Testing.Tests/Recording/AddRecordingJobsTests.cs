using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

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

    [Fact]
    public async Task Application_starts_without_opening_its_store_or_running_jobs()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddOstinato(ostinato => Configure(ostinato)
            .UseStore(_ => throw new InvalidOperationException("a test must not open this"))
            .AddWorker(worker => worker.Queue("mail")));
        builder.Services.AddRecordingJobs();
        using var host = builder.Build();

        await host.StartAsync();
        await host.Services.GetRequiredService<IJobClient>().EnqueueAsync(new WelcomeEmail(7));
        await host.StopAsync();

        host.Services.GetRequiredService<RecordingJobClient>().Jobs.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_the_real_client_refuses_is_refused()
    {
        await using var services = new ServiceCollection()
            .AddOstinato(ostinato => Configure(ostinato))
            .AddRecordingJobs()
            .BuildServiceProvider();
        var jobs = services.GetRequiredService<RecordingJobClient>();

        await Should.ThrowAsync<InvalidOperationException>(() => jobs.EnqueueAsync(new ResizeImage("not registered")));
        await Should.ThrowAsync<ArgumentException>(() => jobs.EnqueueAsync(
            new WelcomeEmail(1), new() { Delay = TimeSpan.FromHours(1), RunAt = DateTimeOffset.MaxValue }));
        await Should.ThrowAsync<ArgumentException>(() => jobs.EnqueueAsync(new WelcomeEmail(1), new() { Priority = 10 }));

        jobs.ShouldHaveEnqueuedNothing();
    }

    [Fact]
    public async Task Hooks_of_the_application_have_their_say()
    {
        await using var services = new ServiceCollection()
            .AddOstinato(ostinato => Configure(ostinato).OnEnqueue<TenantHook>())
            .AddRecordingJobs()
            .BuildServiceProvider();
        var jobs = services.GetRequiredService<RecordingJobClient>();

        await jobs.EnqueueAsync(new WelcomeEmail(7), new() { Tags = ["New"] });

        jobs.ShouldHaveEnqueued<WelcomeEmail>().OnQueue("tenant-a").WithTag("new").WithTag("tenant");
    }

    private static OstinatoBuilder Configure(OstinatoBuilder ostinato) => ostinato.AddJob<WelcomeEmail, WelcomeEmailHandler>();

    private sealed class TenantHook : IEnqueueHook
    {
        public void OnEnqueue(JobDraft draft)
        {
            draft.Queue = "tenant-a";
            draft.Tags.Add("Tenant");
        }
    }

    private sealed class WelcomeEmailHandler : IJobHandler<WelcomeEmail>
    {
        public Task HandleAsync(WelcomeEmail job, JobContext context, CancellationToken ct) =>
            throw new InvalidOperationException("A recording application runs nothing.");
    }

    private sealed class SignupService(IJobClient jobs)
    {
        public Task SignUpAsync(int user) => jobs.EnqueueAsync(new WelcomeEmail(user));
    }
}
