using Microsoft.Extensions.DependencyInjection;
using Ostinato.Storage;

namespace Ostinato.Tests.Notes;

/// <summary>How far a job is, as others see it while it runs and afterwards.</summary>
public sealed class ProgressTests : EngineTest
{
    private const int Lost = 540;
    private const int Back = 541;
    private const int LastLost = 542;

    private readonly Transfers _transfers = new();
    private readonly List<IReadOnlyList<JobNote>> _writes = [];

    [Fact]
    public async Task What_is_reported_is_written_once_a_second_and_the_latest_counts()
    {
        var engine = await StartAsync();
        var reported = 0;
        _transfers.Handle = async context =>
        {
            for (; reported < 100; reported++)
            {
                await context.ReportAsync(reported, 100, $"row {reported}");
                await Task.Delay(TimeSpan.FromMilliseconds(100), Time, CancellationToken.None);
            }
        };
        var id = await engine.EnqueueAsync(new Transfer("a"));
        await Eventually.TrueAsync(() => _writes.Count == 1, "the first report is written at once");
        (await engine.GetAsync(id)).Progress!.Done.ShouldBe(0);

        var seen = new List<long>();
        while (reported < 100)
        {
            seen.Add((await engine.GetAsync(id)).Progress!.Done);
            await StepAsync(() => reported);
        }

        var job = await engine.UntilAsync(id, JobState.Completed);
        (job.Progress!.Done, job.Progress.Total, job.Progress.Message, job.Progress.Attempt).ShouldBe((99, 100, "row 99", 1));
        job.Progress.Fraction.ShouldBe(0.99);
        seen.ShouldBeInOrder();
        _writes.Count.ShouldBeInRange(10, 11);
    }

    [Fact]
    public async Task The_last_report_is_written_with_the_outcome_however_soon_it_comes()
    {
        var engine = await StartAsync();
        _transfers.Handle = async context =>
        {
            await context.ReportAsync(1);
            await context.ReportAsync(2, message: "done");
        };

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Transfer("a")), JobState.Completed);

        (job.Progress!.Done, job.Progress.Total, job.Progress.Message, job.Progress.Fraction).ShouldBe((2, null, "done", null));
    }

    [Fact]
    public async Task What_many_jobs_report_is_written_together()
    {
        var engine = await StartAsync();
        var gate = new TaskCompletionSource();
        _transfers.Handle = async context =>
        {
            await gate.Task;
            await context.ReportAsync(1);
            await Task.Delay(TimeSpan.FromSeconds(5), Time, CancellationToken.None);
        };
        var ids = new List<JobId>();
        for (var number = 0; number < 8; number++)
        {
            ids.Add(await engine.EnqueueAsync(new Transfer($"{number}")));
        }

        gate.SetResult();
        await Eventually.TrueAsync(
            async () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(100));
                return (await Task.WhenAll(ids.Select(engine.GetAsync))).All(job => job.Progress is not null);
            },
            "all have told");

        _writes.Count.ShouldBeLessThanOrEqualTo(3);
        _writes.Sum(write => write.Count).ShouldBe(8);
    }

    [Fact]
    public async Task Jobs_that_report_nothing_write_nothing()
    {
        var engine = await StartAsync();

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Transfer("a")), JobState.Completed);

        (job.Progress, job.Notes.Count, _writes.Count).ShouldBe((null, 0, 0));
    }

    [Fact]
    public async Task While_the_store_refuses_them_reports_are_tried_again_and_said_to_be_lost_once()
    {
        var engine = await StartAsync();
        engine.Store.OnNotes = _ => throw new IOException("the disk is full");
        var gate = new TaskCompletionSource();
        _transfers.Handle = async context =>
        {
            await context.ReportAsync(7);
            await gate.Task;
        };
        var id = await engine.EnqueueAsync(new Transfer("a"));
        await engine.LoggedAsync(Lost);
        for (var second = 0; second < 3; second++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        engine.Store.OnNotes = null;
        await Eventually.TrueAsync(
            async () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return (await engine.GetAsync(id)).Progress?.Done == 7;
            },
            "it is written in the end");
        gate.SetResult();
        await engine.UntilAsync(id, JobState.Completed);

        await engine.LoggedAsync(Back);
        engine.Logs.With(Lost).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_could_not_be_written_is_written_with_the_outcome()
    {
        var engine = await StartAsync();
        engine.Store.OnNotes = _ => throw new IOException("the disk is full");
        _transfers.Handle = async context =>
        {
            await context.ReportAsync(7);
            await engine.LoggedAsync(Lost);
        };

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Transfer("a")), JobState.Completed);

        job.Progress!.Done.ShouldBe(7);
    }

    [Fact]
    public async Task What_is_being_written_is_waited_for_before_the_outcome()
    {
        var engine = await StartAsync();
        var (begun, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        engine.Store.OnNotes = notes =>
        {
            begun.TrySetResult();
            return gate.Task;
        };
        _transfers.Handle = async context =>
        {
            await context.ReportAsync(1);
            await begun.Task;
            await context.ReportAsync(2);
        };
        var id = await engine.EnqueueAsync(new Transfer("a"));
        await begun.Task;
        await SettleAsync();
        (await engine.GetAsync(id)).State.ShouldBe(JobState.Executing);

        gate.SetResult();

        (await engine.UntilAsync(id, JobState.Completed)).Progress!.Done.ShouldBe(2);
    }

    [Fact]
    public async Task A_write_that_hangs_costs_no_outcome()
    {
        var engine = await StartAsync();
        var begun = new TaskCompletionSource();
        engine.Store.OnNotes = _ =>
        {
            begun.TrySetResult();
            return new TaskCompletionSource().Task;
        };
        _transfers.Handle = async context =>
        {
            await context.ReportAsync(7);
            await begun.Task;
        };
        var id = await engine.EnqueueAsync(new Transfer("a"));
        await begun.Task;
        await SettleAsync();

        await AdvanceAsync(TimeSpan.FromSeconds(3));

        (await engine.UntilAsync(id, JobState.Completed)).Progress.ShouldBeNull();
        await engine.LoggedAsync(LastLost);
    }

    [Fact]
    public async Task Negative_numbers_are_refused()
    {
        var engine = await StartAsync();
        _transfers.Handle = async context => await context.ReportAsync(-1);

        var id = await engine.EnqueueAsync(new Transfer("a"), new EnqueueOptions { MaxAttempts = 1 });

        (await engine.UntilAsync(id, JobState.Discarded)).Errors[0].Type.ShouldBe("System.ArgumentOutOfRangeException");
    }

    private async Task StepAsync(Func<int> reported)
    {
        var before = reported();
        Time.Advance(TimeSpan.FromMilliseconds(100));
        await Eventually.TrueAsync(() => reported() > before, "the handler has gone a step");
        await Task.Yield();
    }

    private Task<Engine> StartAsync() => StartAsync(new EngineSetup { Services = services => services.AddSingleton(_transfers) });

    private new async Task<Engine> StartAsync(EngineSetup setup)
    {
        var engine = await base.StartAsync(setup);
        engine.Store.OnNotes = notes =>
        {
            _writes.Add(notes);
            return Task.CompletedTask;
        };
        return engine;
    }
}
