namespace Ostinato.Tests.Operations;

public sealed class RetentionTests : EngineTest
{
    private const int Pruned = 500;

    [Fact]
    public async Task Final_jobs_are_removed_when_they_are_as_old_as_their_state_allows()
    {
        var engine = await StartAsync();
        var completed = await engine.EnqueueAsync(new Work("a"));
        var cancelled = await engine.EnqueueAsync(new Work("b", Act.ReturnCancel));
        var discarded = await engine.EnqueueAsync(new Work("c", Act.ReturnDiscard));
        await engine.UntilAsync(completed, JobState.Completed);
        await engine.UntilAsync(cancelled, JobState.Cancelled);
        await engine.UntilAsync(discarded, JobState.Discarded);

        await PassAsync(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(1));
        (await Find(engine, completed)).ShouldNotBeNull();
        await PassAsync(TimeSpan.FromMinutes(3));
        await Eventually.TrueAsync(async () => await Find(engine, completed) is null, "completed jobs go after a day");
        (await Find(engine, cancelled)).ShouldNotBeNull();

        await PassAsync(TimeSpan.FromDays(13) + TimeSpan.FromMinutes(21));
        await Eventually.TrueAsync(async () => await Find(engine, cancelled) is null, "cancelled jobs go after 14 days");
        await Eventually.TrueAsync(async () => await Find(engine, discarded) is null, "discarded jobs go after 14 days");
    }

    [Fact]
    public async Task Unfinished_jobs_are_never_removed()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a"), new EnqueueOptions { Queue = "nobody" });

        await PassAsync(TimeSpan.FromDays(100));

        (await Find(engine, id)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Many_are_removed_in_small_steps_and_told_in_one_line()
    {
        var engine = await StartAsync(new()
        {
            Configure = o => o.Retain(retention => (retention.Completed, retention.StepSize) = (TimeSpan.FromHours(1), 100)),
        });
        await engine.Jobs.EnqueueManyAsync(Enumerable.Range(0, 1_050).Select(i => new Work($"{i}")));
        await engine.UntilCompletedAsync(1_050);

        await PassAsync(TimeSpan.FromHours(1));

        await engine.LoggedAsync(Pruned);
        engine.Logs.With(Pruned)[0].Text.ShouldBe("Removed 1050 jobs that had been Completed for more than 01:00:00.");
    }

    [Fact]
    public async Task A_round_that_fails_does_not_end_the_rounds()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a"));
        await engine.UntilAsync(id, JobState.Completed);
        engine.Store.Fail(new IOException("unplugged"));
        await PassAsync(TimeSpan.FromDays(2));

        engine.Store.Mend();
        await PassAsync(TimeSpan.FromMinutes(1));

        await Eventually.TrueAsync(async () => await Find(engine, id) is null, "the next round removes it");
    }

    private static async Task<JobInfo?> Find(Engine engine, JobId id) => await engine.Admin.Jobs.GetAsync(id);

    private async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        await SettleAsync();
    }
}
