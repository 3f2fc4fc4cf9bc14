using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ostinato.Hosting;
using Ostinato.Logs;
using Ostinato.Storage;

namespace Ostinato.Tests.Logs;

/// <summary>What is logged while a job runs is kept with it, where that is wanted.</summary>
public sealed class CaptureTests : EngineTest
{
    private readonly Transfers _transfers = new();
    private readonly List<IReadOnlyList<JobNote>> _writes = [];
    private int _waits;

    [Fact]
    public async Task Lines_are_kept_from_their_level_on_with_all_that_they_say()
    {
        var engine = await StartAsync(logs => logs.Level = LogLevel.Information);
        _transfers.Handle = context =>
        {
            var shop = Logger(context);
            shop.LogDebug("too small");
            shop.Log(LogLevel.Information, new EventId(7, "Found"), "found {Count} in {Place}", 3, "a & b");
            Time.Advance(TimeSpan.FromMilliseconds(1500));
            shop.LogError(new IOException("the disk is full"), "cannot write “{Name}”", "ü");
            return Task.CompletedTask;
        };

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Transfer("a")), JobState.Completed);

        var lines = await engine.Admin.Jobs.LogAsync(job.Id);
        lines.Count.ShouldBe(2);
        lines[0].ShouldBe(new JobLogLine(
            1, lines[1].At - TimeSpan.FromMilliseconds(1500), TimeSpan.Zero, LogLevel.Information, "Shop", 7, "found 3 in a & b", null));
        (lines[1].Level, lines[1].EventId, lines[1].Text, lines[1].Error).ShouldBe(
            (LogLevel.Error, 0, "cannot write “ü”", "System.IO.IOException: the disk is full"));
        lines[1].Elapsed.ShouldBe(TimeSpan.FromMilliseconds(1500));
        lines[1].At.ShouldBe(job.FinishedAt!.Value);
    }

    [Fact]
    public async Task By_default_no_flow_is_marked_no_level_is_enabled_and_nothing_is_written()
    {
        var engine = await StartAsync(_ => { });
        var seen = default((bool IsEnabled, bool IsMarked)?);
        _transfers.Handle = context =>
        {
            Logger(context).LogCritical("fire");
            seen = (Kept(engine).IsEnabled(LogLevel.Critical), Running(engine).Current is not null);
            return Task.CompletedTask;
        };

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Transfer("a")), JobState.Completed);

        seen.ShouldBe((false, false));
        (await engine.Admin.Jobs.LogAsync(job.Id)).ShouldBeEmpty();
        (job.Notes.Count, _writes.Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_kind_may_have_a_level_of_its_own_or_none()
    {
        var engine = await StartAsync(logs =>
        {
            logs.Level = LogLevel.Warning;
            logs.Kinds["transfer"] = LogLevel.Debug;
            logs.Kinds["long-way"] = LogLevel.None;
        });
        _transfers.Handle = context =>
        {
            Logger(context).LogDebug("small");
            Logger(context).LogWarning("large");
            return Task.CompletedTask;
        };

        (await TextsAsync(engine, new Transfer("a"))).ShouldBe(["small", "large"]);
        (await TextsAsync(engine, new TransferSum("a"))).ShouldBe(["large"]);
        (await TextsAsync(engine, new LongWay("a"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whatever_the_handler_calls_and_begins_logs_for_its_job()
    {
        var engine = await StartAsync(logs => logs.Level = LogLevel.Information);
        _transfers.Handle = async context =>
        {
            await Task.Yield();
            Logger(context).LogInformation("here");
            await Task.Run(() => Logger(context).LogInformation("on another thread")).ConfigureAwait(false);
            var thread = new Thread(() => Logger(context).LogInformation("on a thread of its own"));
            thread.Start();
            thread.Join();
            await Parallel.ForEachAsync(Enumerable.Range(0, 4), (number, _) =>
            {
                Logger(context).LogInformation("{Number} at once", number);
                return ValueTask.CompletedTask;
            });
        };

        var texts = await TextsAsync(engine, new Transfer("a"));

        texts.Take(3).ShouldBe(["here", "on another thread", "on a thread of its own"]);
        texts.Skip(3).ShouldBe(["0 at once", "1 at once", "2 at once", "3 at once"], ignoreOrder: true);
    }

    [Fact]
    public async Task Attempts_that_run_at_once_do_not_mix()
    {
        var engine = await StartAsync(logs => logs.Level = LogLevel.Information);
        _transfers.Handle = async context =>
        {
            var name = ((Transfer)context.Payload).Key;
            for (var number = 0; number < 50; number++)
            {
                Logger(context).LogInformation("{Name} {Number}", name, number);
                await Task.Yield();
            }
        };
        var ids = new List<JobId>();
        for (var number = 0; number < 8; number++)
        {
            ids.Add(await engine.EnqueueAsync(new Transfer($"job {number}")));
        }

        for (var number = 0; number < 8; number++)
        {
            await engine.UntilAsync(ids[number], JobState.Completed);
            (await engine.Admin.Jobs.LogAsync(ids[number])).Select(line => line.Text)
                .ShouldBe(Enumerable.Range(0, 50).Select(line => $"job {number} {line}"));
        }
    }

    [Fact]
    public async Task The_lines_of_an_attempt_stand_behind_those_of_the_one_before()
    {
        var engine = await StartAsync(logs => logs.Level = LogLevel.Information);
        _transfers.Handle = context =>
        {
            Logger(context).LogInformation("begun");
            return context.Attempt == 1 ? throw new InvalidOperationException("broken") : Task.CompletedTask;
        };
        var id = await engine.EnqueueAsync(new Transfer("a"));
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await engine.UntilAsync(id, JobState.Completed);

        var lines = await engine.Admin.Jobs.LogAsync(id);

        lines.Select(line => (line.Attempt, line.Text)).ShouldBe([(1, "begun"), (2, "begun")]);
        lines[1].At.ShouldBeGreaterThan(lines[0].At);
    }

    [Fact]
    public async Task A_handler_that_was_given_up_logs_for_nobody()
    {
        var engine = await StartAsync(logs => logs.Level = LogLevel.Information);
        var (gate, ended) = (new TaskCompletionSource(), new TaskCompletionSource<bool>());
        _transfers.Handle = async context =>
        {
            Logger(context).LogInformation("early");
            await gate.Task;
            Logger(context).LogInformation("late");
            ended.SetResult(Kept(engine).IsEnabled(LogLevel.Critical));
        };
        var id = await engine.EnqueueAsync(new Transfer("a"), new EnqueueOptions { MaxAttempts = 1, Timeout = TimeSpan.FromSeconds(1) });
        await Eventually.TrueAsync(async () => (await engine.Admin.Jobs.LogAsync(id)).Count == 1, "the first line is there");
        Time.Advance(TimeSpan.FromSeconds(1));
        Time.Advance(TimeSpan.FromSeconds(5));
        await engine.UntilAsync(id, JobState.Discarded);

        gate.SetResult();

        (await ended.Task.InTimeAsync()).ShouldBeFalse();
        await AdvanceAsync(TimeSpan.FromSeconds(5));
        (await engine.Admin.Jobs.LogAsync(id)).Select(line => line.Text).ShouldBe(["early"]);
    }

    [Fact]
    public async Task What_a_handler_leaves_behind_logs_for_nobody()
    {
        var engine = await StartAsync(logs => logs.Level = LogLevel.Information);
        var (gate, left) = (new TaskCompletionSource(), Task.CompletedTask);
        _transfers.Handle = context =>
        {
            var logger = Logger(context);
            logger.LogInformation("in time");
            left = Task.Run(async () =>
            {
                await gate.Task;
                logger.LogInformation("too late");
            });
            return Task.CompletedTask;
        };
        var id = await engine.EnqueueAsync(new Transfer("a"));
        await engine.UntilAsync(id, JobState.Completed);

        gate.SetResult();

        await left.InTimeAsync();
        await AdvanceAsync(TimeSpan.FromSeconds(5));
        (await engine.Admin.Jobs.LogAsync(id)).Select(line => line.Text).ShouldBe(["in time"]);
    }

    [Fact]
    public async Task What_the_engine_says_is_not_kept()
    {
        var engine = await StartAsync(logs => logs.Level = LogLevel.Trace);
        _transfers.Handle = async context =>
        {
            Logger(context, "Ostinato.Jobs").LogCritical("of the engine");
            Logger(context, "Ostinatissimo").LogInformation("of the application");
            await context.Services.GetRequiredService<IJobAdmin>().Queues.PauseAsync("other", "for a while");
        };

        (await TextsAsync(engine, new Transfer("a"))).ShouldBe(["of the application"]);
    }

    [Fact]
    public async Task What_a_killed_process_has_written_stays_beside_what_the_next_one_writes()
    {
        var first = await StartAsync(logs => logs.Level = LogLevel.Information);
        var gate = new TaskCompletionSource();
        _transfers.Handle = async context =>
        {
            Logger(context).LogInformation("attempt {Attempt}", context.Attempt);
            await (context.Attempt == 1 ? gate.Task : Task.CompletedTask);
        };
        var id = await first.EnqueueAsync(new Transfer("a"));
        await Eventually.TrueAsync(async () => (await first.Admin.Jobs.LogAsync(id)).Count == 1, "the first line is there");

        await KillAsync(first);
        var second = await StartAsync(logs => logs.Level = LogLevel.Information);
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await second.UntilAsync(id, JobState.Completed);

        (await second.Admin.Jobs.LogAsync(id)).Select(line => line.Text).ShouldBe(["attempt 1", "attempt 2"]);
        gate.SetResult();
    }

    [Fact]
    public async Task Of_an_attempt_that_logs_too_much_the_first_and_the_last_lines_are_kept_and_one_says_how_many_are_missing()
    {
        var engine = await StartAsync(logs => logs.Level = LogLevel.Information);
        _transfers.Handle = async context =>
        {
            for (var number = 0; number < 5_000; number++)
            {
                Logger(context).LogInformation("line {Number:0000} of a handler that says a lot", number);
                await (number % 1_000 == 0 ? WaitAsync(TimeSpan.FromSeconds(1)) : Task.CompletedTask);
            }
        };
        var id = await engine.EnqueueAsync(new Transfer("a"));
        await StepAsync(engine, TimeSpan.FromSeconds(1), times: 5);
        await engine.UntilAsync(id, JobState.Completed);

        var lines = await engine.Admin.Jobs.LogAsync(id);
        var stored = await Memory.Notes.LinesAsync(id, after: 0, CancellationToken.None);

        var gap = lines.Single(line => line.LeftOut > 0);
        var before = lines.TakeWhile(line => line != gap).ToList();
        gap.LeftOut.ShouldBe(5_000 - (lines.Count - 1));
        gap.Text.ShouldStartWith($"{gap.LeftOut:N0} lines are missing here: ");
        lines.Where(line => line != gap).Select(line => int.Parse(line.Text[5..9], null))
            .ShouldBe([.. Enumerable.Range(0, before.Count), .. Enumerable.Range(before.Count + (int)gap.LeftOut, lines.Count - 1 - before.Count)]);
        before.Count.ShouldBeGreaterThan((lines.Count - before.Count) * 2);
        stored.Sum(note => note.Body.Length).ShouldBeInRange(60_000, 68_000);
        stored.Count.ShouldBeLessThanOrEqualTo(13);
    }

    [Fact]
    public async Task Lines_are_written_once_a_second_and_the_last_with_the_outcome()
    {
        var engine = await StartAsync(logs => logs.Level = LogLevel.Information);
        _transfers.Handle = async context =>
        {
            for (var number = 0; number < 100; number++)
            {
                Logger(context).LogInformation("line {Number}", number);
                await WaitAsync(TimeSpan.FromMilliseconds(100));
            }
        };
        var id = await engine.EnqueueAsync(new Transfer("a"));
        await Eventually.TrueAsync(async () => (await engine.Admin.Jobs.LogAsync(id)).Count == 1, "the first line is written at once");
        await StepAsync(engine, TimeSpan.FromMilliseconds(100), times: 100);
        await engine.UntilAsync(id, JobState.Completed);

        (await engine.Admin.Jobs.LogAsync(id)).Count.ShouldBe(100);
        _writes.Count.ShouldBeInRange(10, 12);
    }

    [Fact]
    public async Task Lines_that_could_not_be_written_are_written_later_each_once()
    {
        var engine = await StartAsync(logs => logs.Level = LogLevel.Information);
        var failures = 0;
        engine.Store.OnNotes = _ => ++failures <= 3 ? throw new IOException("the disk is full") : Task.CompletedTask;
        _transfers.Handle = async context =>
        {
            for (var number = 0; number < 20; number++)
            {
                Logger(context).LogInformation("line {Number}", number);
                await WaitAsync(TimeSpan.FromMilliseconds(500));
            }
        };
        var id = await engine.EnqueueAsync(new Transfer("a"));
        await StepAsync(engine, TimeSpan.FromMilliseconds(500), times: 20);
        await engine.UntilAsync(id, JobState.Completed);

        (await engine.Admin.Jobs.LogAsync(id)).Select(line => line.Text).ShouldBe(Enumerable.Range(0, 20).Select(number => $"line {number}"));
    }

    [Fact]
    public async Task A_line_that_cannot_be_formatted_is_kept_as_such_and_harms_nobody()
    {
        var engine = await StartAsync(logs => logs.Level = LogLevel.Information);
        _transfers.Handle = context =>
        {
            Kept(engine).Log<object>(
                LogLevel.Warning, default, this, new UnreadableException(), (_, _) => throw new FormatException("{ is not closed"));
            return Task.CompletedTask;
        };
        var id = await engine.EnqueueAsync(new Transfer("a"));
        await engine.UntilAsync(id, JobState.Completed);

        var line = (await engine.Admin.Jobs.LogAsync(id)).ShouldHaveSingleItem();

        line.Text.ShouldBe("(its text cannot be read: { is not closed)");
        line.Error!.ShouldEndWith("(its message cannot be read: NotSupportedException)");
    }

    [Fact]
    public async Task The_configuration_switches_it_on_while_the_application_runs()
    {
        var engine = await StartAsync(logs => logs.Kinds["transfer"] = LogLevel.None);
        _transfers.Handle = context =>
        {
            Logger(context).LogInformation("here");
            return Task.CompletedTask;
        };
        (await TextsAsync(engine, new Transfer("a"))).ShouldBeEmpty();
        var configuration = (IConfigurationRoot)engine.Services.GetRequiredService<IConfiguration>();

        configuration["Ostinato:Logs:Kinds:TRANSFER"] = "information";
        configuration.Reload();

        (await TextsAsync(engine, new Transfer("b"))).ShouldBe(["here"]);
        (await TextsAsync(engine, new TransferSum("b"))).ShouldBeEmpty();
    }

    private static ILogger Logger(JobContext context, string category = "Shop") =>
        context.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

    private static RunningLogs Running(Engine engine) => engine.Services.GetRequiredService<RunningLogs>();

    /// <summary>The logger that keeps lines, without the others.</summary>
    private static ILogger Kept(Engine engine) =>
        engine.Services.GetServices<ILoggerProvider>().OfType<AttemptLogProvider>().Single().CreateLogger("Shop");

    private static async Task<List<string>> TextsAsync(Engine engine, object payload)
    {
        var job = await engine.UntilAsync(await engine.EnqueueAsync(payload), JobState.Completed);
        return [.. (await engine.Admin.Jobs.LogAsync(job.Id)).Select(line => line.Text)];
    }

    private Task WaitAsync(TimeSpan time)
    {
        var wait = Task.Delay(time, Time, CancellationToken.None);
        Interlocked.Increment(ref _waits);
        return wait;
    }

    /// <summary>Moves the clock whenever the handler waits for it, and nothing but the handler is at work.</summary>
    private async Task StepAsync(Engine engine, TimeSpan step, int times)
    {
        var work = engine.Services.GetRequiredService<WorkerService>().Work;
        for (var waited = 1; waited <= times; waited++)
        {
            await Eventually.TrueAsync(() => Volatile.Read(ref _waits) == waited && work.Count <= 1, "the handler waits for the clock");
            Time.Advance(step);
        }
    }

    private async Task<Engine> StartAsync(Action<JobLogOptions> configure)
    {
        var engine = await StartAsync(new EngineSetup
        {
            Configure = ostinato => ostinato.CaptureLogs(configure),
            Services = services => services.AddSingleton(_transfers),
        });
        engine.Store.OnNotes = notes =>
        {
            _writes.Add(notes);
            return Task.CompletedTask;
        };
        return engine;
    }

    private sealed class UnreadableException : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}
