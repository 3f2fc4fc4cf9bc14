using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.Storage;

namespace Ostinato.Testing.Tests.World;

/// <summary>Payloads that older and newer builds have stored, in virtual time.</summary>
public sealed class VersionWorldTests
{
    [Fact]
    public async Task A_payload_of_every_earlier_version_runs_as_what_it_has_become()
    {
        await using var world = await new Scripts().StartAsync();
        await StoreAsync(world, "paint", """{"text":"a"}""");
        await StoreAsync(world, "paint@2", """{"title":"b"}""");
        await world.Jobs.EnqueueAsync(new Paint("c", "red"));

        await world.DrainAsync();

        world.Executions.Select(attempt => (attempt.Payload, attempt.Outcome)).ShouldBe(
        [
            (new Paint("a", "black"), AttemptEnd.Completed),
            (new Paint("b", "black"), AttemptEnd.Completed),
            (new Paint("c", "red"), AttemptEnd.Completed),
        ]);
    }

    [Fact]
    public async Task What_a_newer_build_has_stored_is_set_aside()
    {
        await using var world = await new Scripts().StartAsync();
        await StoreAsync(world, "paint@4", """{"title":"a","color":"red","size":3}""");

        await world.DrainAsync();

        var attempt = world.Executions.ShouldHaveSingleItem();
        (attempt.Name, attempt.Payload, attempt.Outcome).ShouldBe(("paint", null, AttemptEnd.Suspend));
        attempt.Reason.ShouldBe("process has code for 'paint' of version 1 to 3, and the payload is of version 4");
    }

    [Fact]
    public async Task A_job_that_an_upcaster_fails_on_is_set_aside_without_an_attempt()
    {
        await using var world = await new Scripts().StartAsync();
        await StoreAsync(world, "paint", """{"text":"a","title":"b"}""");

        await world.DrainAsync();

        world.Executions.ShouldHaveSingleItem().Reason!.ShouldStartWith(
            "payload cannot be read: the upcaster from version 1 of 'paint' (Paint.FromVersion1) failed with ArgumentException: Member 'text'");
        var job = (await world.Admin.Jobs.ListAsync(new JobFilter { Name = "paint@1" })).Jobs.ShouldHaveSingleItem();
        (job.State, job.Attempt).ShouldBe((JobState.Suspended, 0));
    }

    [Theory]
    [InlineData(1, """{"text":"a"}""", "Completed", null)]
    [InlineData(2, """{"title":"a"}""", "Completed", null)]
    [InlineData(3, """{"title":"a","color":"red"}""", "Completed", null)]
    [InlineData(2, """{"text":"a"}""", "Suspend", "payload cannot be read: what the upcasters made of version 2 of 'paint' is no payload")]
    [InlineData(4, "{}", "Suspend", "process has code for 'paint' of version 1 to 3")]
    public async Task A_stored_payload_is_performed_alone(int version, string payload, string outcome, string? reason)
    {
        var attempt = await JobTest.PerformStoredAsync(
            "paint", version, payload, o => o.AddJobs(), services: services => services.AddSingleton(new Scripts()));

        attempt.Outcome.ToString().ShouldBe(outcome);
        (attempt.Reason ?? "").ShouldStartWith(reason ?? "");
    }

    private static async Task StoreAsync(JobWorld world, string name, string payload) =>
        await world.Services.GetRequiredService<IJobStore>().Inserter.InsertAsync(
            [
                new NewJob
                {
                    Name = name,
                    Queue = JobDefaults.Queue,
                    Priority = JobDefaults.Priority,
                    Payload = Encoding.UTF8.GetBytes(payload),
                },
            ],
            null,
            TestContext.Current.CancellationToken);
}

[Job("paint", Version = 3)]
public sealed record Paint(string Title, string Color)
{
    [UpcastFrom(1)]
    internal static void FromVersion1(JsonObject payload) => payload.Rename("text", "title");

    [UpcastFrom(2)]
    internal static void FromVersion2(JsonObject payload) => payload["color"] = "black";
}

public sealed class PaintHandler(Scripts scripts) : IJobHandler<Paint, JobOutcome>
{
    public Task<JobOutcome> HandleAsync(Paint job, JobContext context, CancellationToken ct) => scripts.RunAsync(job.Title, context, ct);
}
