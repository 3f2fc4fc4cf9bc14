using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ostinato.Tests.Operations;

/// <summary>Somebody follows a job.</summary>
public sealed class WatchTests : EngineTest
{
    [Fact]
    public async Task A_job_is_followed_through_its_states_to_its_end()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a", Act.Throw, Act.Wait), new() { Delay = TimeSpan.FromMinutes(1) });

        var states = new List<string>();
        var following = FollowAsync(engine, id, states);
        await UntilAsync(() => states.Contains("Scheduled 0"));
        await UntilAsync(() => states.Contains("Retryable 1"));
        await UntilAsync(() => states.Contains("Executing 2"));
        Recorder.Open("a");
        await UntilAsync(() => following.IsCompleted);

        await following;
        states[0].ShouldBe("Scheduled 0");
        states[^1].ShouldBe("Completed 2");
        states.ShouldBeUnique();
    }

    [Fact]
    public async Task Whoever_follows_a_job_of_this_process_sees_its_progress_and_its_end_without_any_time_passing()
    {
        var transfers = new Transfers();
        var (gate, seenThree) = (new TaskCompletionSource(), new TaskCompletionSource());
        transfers.Handle = async context =>
        {
            await gate.Task;
            await context.ReportAsync(3, 10, "three");
            await seenThree.Task;
        };
        var engine = await StartAsync(new EngineSetup { Services = services => services.AddSingleton(transfers) });
        var id = await engine.EnqueueAsync(new Transfer("a"));
        var seen = new List<string>();
        var following = FollowAsync(engine, id, seen);
        await Eventually.TrueAsync(() => seen.Contains("Executing 1"), "it is followed");

        gate.SetResult();
        await Eventually.TrueAsync(() => seen.Contains("Executing 1: 3 of 10, three"), "its progress is seen");
        seenThree.SetResult();

        await following.InTimeAsync();
        seen.TakeLast(2).ShouldBe(["Executing 1: 3 of 10, three", "Completed 1: 3 of 10, three"]);
    }

    [Fact]
    public async Task Whoever_asks_for_lines_sees_each_once_as_they_come_and_all_that_were_there_before()
    {
        var transfers = new Transfers();
        var gates = new[] { new TaskCompletionSource(), new TaskCompletionSource() };
        transfers.Handle = async context =>
        {
            var logger = context.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop");
            logger.LogInformation("begun {Attempt}", context.Attempt);
            await gates[context.Attempt - 1].Task;
            logger.LogInformation("ended {Attempt}", context.Attempt);
            if (context.Attempt == 1)
            {
                throw new InvalidOperationException("broken");
            }
        };
        var engine = await StartAsync(new EngineSetup
        {
            Configure = o => o.CaptureLogs(logs => logs.Level = LogLevel.Information),
            Services = services => services.AddSingleton(transfers),
        });
        var id = await engine.EnqueueAsync(new Transfer("a"));
        await Eventually.TrueAsync(async () => (await engine.Admin.Jobs.LogAsync(id)).Count == 1, "the first line is there");

        var (seen, without) = (new List<string>(), new List<JobInfo>());
        var following = Task.WhenAll(FollowAsync(), FollowWithoutAsync());
        await UntilAsync(() => seen.Contains("begun 1"));
        gates[0].SetResult();
        await UntilAsync(() => seen.Contains("begun 2"));
        gates[1].SetResult();
        await UntilAsync(() => following.IsCompleted);

        await following;
        seen.ShouldBe(["begun 1", "ended 1", "begun 2", "ended 2"]);
        without.ShouldAllBe(job => job.NewLines.Count == 0);

        async Task FollowAsync()
        {
            await foreach (var job in engine.Admin.Jobs.WatchAsync(id, withLines: true))
            {
                seen.AddRange(job.NewLines.Select(line => line.Text));
            }
        }

        async Task FollowWithoutAsync()
        {
            await foreach (var job in engine.Admin.Jobs.WatchAsync(id))
            {
                without.Add(job);
            }
        }
    }

    [Fact]
    public async Task A_job_that_has_ended_is_told_once()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a"));
        await engine.UntilAsync(id, JobState.Completed);

        var states = new List<string>();
        await FollowAsync(engine, id, states);

        states.ShouldBe(["Completed 1"]);
    }

    [Fact]
    public async Task A_job_that_is_not_there_ends_at_once()
    {
        var engine = await StartAsync();

        var states = new List<string>();
        await FollowAsync(engine, new JobId(987_654_321), states);

        states.ShouldBeEmpty();
    }

    private static async Task FollowAsync(Engine engine, JobId id, List<string> states)
    {
        await foreach (var job in engine.Admin.Jobs.WatchAsync(id))
        {
            var progress = job.Progress is { } told ? $": {told.Done} of {told.Total}, {told.Message}" : "";
            states.Add($"{job.State} {job.Attempt}{progress}");
        }
    }

    private Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(
        () =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            return condition();
        },
        "it was followed so far");
}
