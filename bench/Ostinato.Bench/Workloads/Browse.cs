using System.Diagnostics;
using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>What an operator asks while millions of jobs have ended and others wait: each question again and again, in turn.</summary>
/// <param name="perRange">How many jobs that ended lie in one row of the store.</param>
internal sealed class Browse(int perRange) : IWorkload
{
    private const int Rounds = 20;
    private const int WarmUp = 1_000;
    private const string Rare = "somebody in particular";

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var waiting = arguments.Jobs ?? 1_000_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: true);
        await DrainAsync(system);
        await DeepHistory.FillAsync(scratch, arguments, perRange);
        await system.Admin.Queues.PauseAsync(JobDefaults.Queue, "filling");
        await system.Jobs.EnqueueManyAsync(Enumerable.Range(0, waiting).Select(number => new NoOp(number)));
        await scratch.PostgreSql!.RunAsync("checkpoint");

        var questions = await QuestionsAsync(system.Admin, DateTimeOffset.UtcNow, arguments.Done);
        var asked = questions.ToDictionary(question => question.Name, _ => new List<Answer>());
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var question in questions)
            {
                var startedAt = Stopwatch.GetTimestamp();
                var found = await question.AskAsync(round);
                asked[question.Name].Add(new(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds, found));
            }
        }

        var figure = Figure.Of(arguments, scratch)
            .With("done", arguments.Done)
            .With("done_per_row", perRange)
            .With("scheduled", arguments.Scheduled)
            .With("available", waiting);
        foreach (var (name, answers) in asked)
        {
            // The first time is the compiler's, and the cache's.
            double[] times = [.. answers.Skip(1).Select(answer => answer.Milliseconds).Order()];
            figure.With($"{name}_p50_ms", times[times.Length / 2])
                .With($"{name}_max_ms", times[^1])
                .With($"{name}_found", answers.Max(answer => answer.Found));
        }

        var counted = await system.CountAsync(JobState.Completed);
        return figure.VoidWhen(counted != arguments.Done + WarmUp, $"{counted} of {arguments.Done + WarmUp} ended jobs are counted");
    }

    private static async Task<List<Question>> QuestionsAsync(IJobAdmin admin, DateTimeOffset now, int done)
    {
        var completed = new JobFilter { States = JobStates.Completed };
        var ended = await EndedAsync(admin, now);
        return
        [
            new("get_done", async round => await admin.Jobs.GetAsync(ended[round]) is null ? 0 : 1),
            new("explain_done", async round => (await admin.Jobs.ExplainAsync(ended[round])).Cause == ExplanationCause.Final ? 1 : 0),
            List("list_newest", _ => new JobFilter()),
            List("list_completed", _ => completed),
            List("list_deep_page", round => completed with { After = new JobPosition(ended[round]) }),
            List("list_available", _ => new JobFilter { States = JobStates.Available }),
            List("list_scheduled", _ => new JobFilter { States = JobStates.Scheduled }),
            List("list_executing", _ => new JobFilter { States = JobStates.Executing }),
            List("list_discarded", _ => new JobFilter { States = JobStates.Discarded }),
            List("list_queue", _ => new JobFilter { Queue = JobDefaults.Queue }),
            List("list_name", _ => completed with { Name = "bench.no-op" }),
            List("history", round => completed with { FinishedBefore = Then(now, round) }),
            List("history_window", round => completed with { FinishedFrom = Then(now, round + 1), FinishedBefore = Then(now, round) }),
            List("search_found", round => completed with { Payload = $$"""{"user_id":{{done - 1 - round}}}""" }),
            List("search_rare", _ => new JobFilter { PayloadText = Rare }),
            List("tag_rare", _ => new JobFilter { Tag = Rare }),
            new("queues", async _ => (await admin.Queues.ListAsync()).Count),
            new("processes", async _ => (await admin.ProcessesAsync()).Count),
            new("doctor", async _ => (await admin.DiagnoseAsync()).Count),
        ];

        Question List(string name, Func<int, JobFilter> filter) =>
            new(name, async round => (await admin.Jobs.ListAsync(filter(round))).Jobs.Count);
    }

    // Another one each time, from all over the history.
    private static async Task<List<JobId>> EndedAsync(IJobAdmin admin, DateTimeOffset now)
    {
        var ended = new List<JobId>();
        for (var round = 0; round <= Rounds; round++)
        {
            var filter = new JobFilter { States = JobStates.Completed, FinishedBefore = Then(now, round), Limit = 1 };
            ended.AddRange((await admin.Jobs.ListAsync(filter)).Jobs.Select(job => job.Id));
        }

        return ended;
    }

    private static DateTimeOffset Then(DateTimeOffset now, int round) => now.AddMinutes(-10 - (2 * round));

    private static async Task DrainAsync(JobSystem system)
    {
        system.Tally.Expect(WarmUp);
        await system.Jobs.EnqueueManyAsync(Enumerable.Range(0, WarmUp).Select(number => new NoOp(number)));
        await system.Tally.All;
    }

    private sealed record Question(string Name, Func<int, Task<int>> AskAsync);

    private sealed record Answer(double Milliseconds, int Found);
}
