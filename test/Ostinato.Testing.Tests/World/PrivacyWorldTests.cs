using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.Testing.Tests.World;

/// <summary>Private members of generated jobs, in tests that name no keys.</summary>
public sealed class PrivacyWorldTests
{
    private static readonly ChargeCard Charge = new(7, "4111 1111", new Customer("Ada", "ada@example.org"));

    [Fact]
    public async Task A_world_needs_no_keys_and_stores_no_plain_text()
    {
        await using var world = await JobTest.StartAsync(o => o.AddJobs());

        var handle = await world.Jobs.EnqueueAsync(Charge, TestContext.Current.CancellationToken);
        await world.DrainAsync();

        var execution = world.Executions.ShouldHaveSingleItem();
        execution.Payload.ShouldBe(Charge, "a test sees what its handler sees");
        (await world.Admin.Jobs.GetAsync(handle.Id))!.PayloadText
            .ShouldBe("""{"order":7,"card":"[encrypted]","customer":{"name":"Ada","email":"[redacted]"}}""");
        (await world.Jobs.ResultAsync<Charged>(handle.Id, TimeSpan.FromMinutes(1))).ShouldBe(new Charged("4111 1111"));
    }

    [Fact]
    public async Task One_attempt_needs_no_keys() =>
        (await JobTest.PerformAsync(Charge, o => o.AddJobs())).Payload.ShouldBe(Charge);

    [Fact]
    public async Task A_recording_client_shows_what_was_enqueued()
    {
        await using var services = new ServiceCollection().AddOstinato(o => o.AddJobs()).AddRecordingJobs().BuildServiceProvider();
        var client = services.GetRequiredService<RecordingJobClient>();

        await client.EnqueueAsync(Charge, TestContext.Current.CancellationToken);

        client.Jobs.ShouldHaveSingleItem().Payload.ShouldBe(Charge);
    }
}

[Job("charge-card")]
public sealed record ChargeCard(int Order, [Encrypted] string Card, Customer Customer) : IJobResult<Charged>;

public sealed record Customer(string Name, [Redacted] string Email);

public sealed record Charged([Encrypted] string Card);

internal sealed class ChargeCardHandler : IJobHandler<ChargeCard, Charged>
{
    public Task<Charged> HandleAsync(ChargeCard job, JobContext context, CancellationToken ct) => Task.FromResult(new Charged(job.Card));
}
