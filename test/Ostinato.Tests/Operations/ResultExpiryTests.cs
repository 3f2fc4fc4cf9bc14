using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.Tests.Operations;

/// <summary>Results that are kept for less time than their jobs.</summary>
public sealed class ResultExpiryTests : EngineTest
{
    private const int Expired = 513;

    [Fact]
    public async Task Results_go_after_their_time_and_whoever_asks_is_told()
    {
        var engine = await StartAsync(With("Ostinato:Retention:Results", "00:10:00"));
        var handle = await engine.Jobs.EnqueueAsync(new Sum(1, 2));
        (await handle.ResultAsync(TimeSpan.FromMinutes(1)).InTimeAsync()).ShouldBe(new Total(3));

        await PassAsync(TimeSpan.FromMinutes(9));
        (await engine.GetAsync(handle.Id)).Result.ShouldNotBeNull();
        await PassAsync(TimeSpan.FromMinutes(2));

        await engine.LoggedAsync(Expired);
        var job = await engine.GetAsync(handle.Id);
        (job.State, job.Result, job.IsResultExpired).ShouldBe((JobState.Completed, null, true));
        var error = await Should.ThrowAsync<JobResultExpiredException>(() => handle.ResultAsync(TimeSpan.FromMinutes(1)).InTimeAsync());
        error.Id.ShouldBe(handle.Id);
        error.Message.ShouldBe(
            $"Job {handle.Id} 'sum' completed at {job.FinishedAt:u}, and its result is not kept any more (Ostinato:Retention:Results).");
    }

    [Fact]
    public async Task A_kind_may_have_a_time_of_its_own()
    {
        var engine = await StartAsync(new()
        {
            Configuration = new()
            {
                ["Ostinato:Retention:Results"] = "00:10:00",
                ["Ostinato:Retention:Kinds:sum:Results"] = "02:00:00",
            },
            Services = services => services.AddSingleton(new Transfers()),
        });
        var sum = (await engine.Jobs.EnqueueAsync(new Sum(1, 2))).Id;
        var digest = await engine.EnqueueAsync(new TransferSum("a"));
        await engine.UntilAsync(sum, JobState.Completed);
        await engine.UntilAsync(digest, JobState.Completed);

        await PassAsync(TimeSpan.FromMinutes(11));
        await ExpiredAsync(engine, digest);
        (await engine.GetAsync(sum)).IsResultExpired.ShouldBeFalse();

        await PassAsync(TimeSpan.FromHours(2));
        await ExpiredAsync(engine, sum);
    }

    [Fact]
    public async Task Many_go_in_small_steps()
    {
        var engine = await StartAsync(With("Ostinato:Retention:Results", "00:10:00", "Ostinato:Retention:StepSize", "100"));
        await engine.Jobs.EnqueueManyAsync(Enumerable.Range(0, 1_050).Select(number => new Sum(number, 1)));
        await engine.UntilCompletedAsync(1_050);

        await PassAsync(TimeSpan.FromMinutes(11));

        (await engine.LoggedAsync(Expired))[0].Text.ShouldBe("Removed the results of 1050 jobs that had been completed for more than 00:10:00.");
    }

    [Fact]
    public async Task Without_a_time_nothing_is_asked_of_the_store_and_results_stay_as_long_as_their_jobs()
    {
        var engine = await StartAsync();
        var handle = await engine.Jobs.EnqueueAsync(new Sum(1, 2));
        await engine.UntilAsync(handle.Id, JobState.Completed);

        await PassAsync(TimeSpan.FromHours(23));

        Encoding.UTF8.GetString((await engine.GetAsync(handle.Id)).Result!.Value.Span).ShouldBe("""{"value":3}""");
        engine.Store.ResultLooks.ShouldBe(0);
    }

    private static EngineSetup With(params string[] settings) =>
        new() { Configuration = settings.Chunk(2).ToDictionary(pair => pair[0], pair => (string?)pair[1]) };

    private static Task ExpiredAsync(Engine engine, JobId id) =>
        Eventually.TrueAsync(async () => (await engine.GetAsync(id)).IsResultExpired, $"the result of job {id} has expired");

    private async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        await SettleAsync();
    }
}
