using Microsoft.Extensions.DependencyInjection;
using Ostinato.Storage;

namespace Ostinato.Testing.Tests.World;

/// <summary>A test as a user writes it: the application's own set-up, with the jobs that the generator found.</summary>
public sealed class GeneratedJobsTests
{
    [Fact]
    public async Task Reminder_is_sent_the_day_after_the_signup()
    {
        var sent = new List<string>();
        await using var world = await JobTest.StartAsync(ostinato => ostinato.AddJobs(), services: services => services.AddSingleton(sent));

        await world.Jobs.EnqueueAsync(new SendReminder("ada"), new() { Delay = TimeSpan.FromDays(1) });
        await world.AdvanceAsync(TimeSpan.FromHours(23));
        var early = sent.Count;
        await world.AdvanceAsync(TimeSpan.FromHours(1));

        early.ShouldBe(0);
        sent.ShouldBe(["ada"]);
    }

    [Fact]
    public async Task Sum_can_be_performed_and_its_result_read()
    {
        var execution = await JobTest.PerformAsync(new AddNumbers(2, 3), ostinato => ostinato.AddJobs());

        execution.Outcome.ShouldBe(AttemptEnd.Completed);
        execution.Result!.Value.ToArray().ShouldBe("5"u8.ToArray());
    }

    [Fact]
    public async Task Result_is_there_without_time_passing()
    {
        await using var world = await JobTest.StartAsync(ostinato => ostinato.AddJobs());

        var handle = await world.Jobs.EnqueueAsync(new AddNumbers(2, 3));
        await world.SettleAsync();

        (await handle.ResultAsync(TimeSpan.FromSeconds(1))).ShouldBe(5);
    }
}

[Job("test.send-reminder", Queue = "mail")]
public sealed record SendReminder(string User);

public sealed class SendReminderHandler(List<string> sent) : IJobHandler<SendReminder>
{
    public Task HandleAsync(SendReminder job, JobContext context, CancellationToken ct)
    {
        sent.Add(job.User);
        return Task.CompletedTask;
    }
}

[Job("test.add-numbers")]
public sealed record AddNumbers(int Left, int Right) : IJobResult<int>;

public sealed class AddNumbersHandler : IJobHandler<AddNumbers, int>
{
    public Task<int> HandleAsync(AddNumbers job, JobContext context, CancellationToken ct) => Task.FromResult(job.Left + job.Right);
}
