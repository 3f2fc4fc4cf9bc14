namespace Ostinato.Tests.Queues;

/// <summary>What an operator sets for a queue rules over the configuration of every process.</summary>
public sealed class QueueSettingsTests : EngineTest
{
    private static readonly string Host = Environment.MachineName;

    [Fact]
    public async Task A_limit_counts_in_every_process_at_once_and_running_jobs_finish()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 4 } });
        var other = await StartAsync(new() { Queues = [] });
        await EnqueueAsync(engine, 10);
        await Eventually.TrueAsync(() => Recorder.RunningNow == 4, "four run");

        await other.Admin.Queues.ConfigureAsync("default", new() { Concurrency = 1 });
        await SettleAsync();
        Recorder.RunningNow.ShouldBe(4);
        Recorder.OpenAll();
        await engine.UntilCompletedAsync(10);

        Recorder.All.Count.ShouldBe(10);
        await EnqueueAsync(engine, 5, from: 10);
        await Recorder.StartedAsync("job 10");
        await AdvanceAsync(TimeSpan.FromSeconds(5));
        Recorder.RunningNow.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task A_raised_limit_starts_more_than_the_configuration_allows()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 1 } });
        await EnqueueAsync(engine, 10);
        await Eventually.TrueAsync(() => Recorder.RunningNow == 1, "one runs");

        await engine.Admin.Queues.ConfigureAsync("default", new() { Concurrency = 6 });
        await Eventually.TrueAsync(() => Recorder.RunningNow == 6, "six run");

        await engine.Admin.Queues.ResetAsync("default");
        await AdvanceAsync(TimeSpan.FromSeconds(5));
        Recorder.RunningNow.ShouldBe(6);
    }

    [Fact]
    public async Task Where_signals_get_lost_the_next_heartbeat_tells()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 1 } });
        engine.Store.IsMute = true;
        await engine.Admin.Queues.ConfigureAsync("default", new() { Concurrency = 0 });
        await AdvanceAsync(TimeSpan.FromSeconds(2));
        engine.Store.IsMute = false;

        var id = await engine.EnqueueAsync(new Work("a"));
        await AdvanceAsync(TimeSpan.FromMinutes(2));

        (await engine.GetAsync(id)).State.ShouldBe(JobState.Available);
    }

    [Fact]
    public async Task What_was_fetched_ahead_goes_back_from_a_queue_that_must_not_be_served()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 1 } });
        await LearnThatJobsAreShortAsync(engine);
        await EnqueueAsync(engine, 5);
        await Eventually.TrueAsync(async () => await CountAsync(engine, JobState.Executing) == 5, "all are held, one runs");

        await engine.Admin.Queues.ConfigureAsync("default", new() { ServedBy = ["elsewhere"] });

        await Eventually.TrueAsync(async () => await CountAsync(engine, JobState.Available) == 4, "four went back");
        (await CountAsync(engine, JobState.Executing)).ShouldBe(1);
        Recorder.OpenAll();
        await engine.UntilCompletedAsync(2);
    }

    [Fact]
    public async Task A_claim_that_was_on_its_way_when_its_queue_was_shut_goes_back()
    {
        var engine = await StartAsync();
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Store.OnExchanged = result => result.Claimed.Count > 0 ? hold.Task : Task.CompletedTask;
        var id = await engine.EnqueueAsync(new Work("a"));
        await Eventually.TrueAsync(() => engine.Store.Held == 1, "the claim is answered, and not heard");

        await engine.Admin.Queues.ConfigureAsync("default", new() { Concurrency = 0 });
        await Eventually.TrueAsync(() => engine.Logs.With(509).Count > 0, "the process has learned it");
        hold.SetResult();

        await engine.UntilAsync(id, JobState.Available);
        Recorder.All.ShouldBeEmpty();
        (await engine.GetAsync(id)).Attempt.ShouldBe(0);
    }

    [Theory]
    [InlineData("gpu", true)]
    [InlineData("GPU", true)]
    [InlineData("tape", false)]
    public async Task Only_processes_with_the_label_serve_it(string label, bool isServed)
    {
        var engine = await StartAsync(new() { Worker = worker => worker.Labels.Add("gpu") });
        await engine.Admin.Queues.ConfigureAsync("default", new() { ServedBy = [label, "nobody"] });
        await SettleAsync();

        var id = await engine.EnqueueAsync(new Work("a"));
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        (await engine.GetAsync(id)).State.ShouldBe(isServed ? JobState.Completed : JobState.Available);
    }

    [Fact]
    public async Task A_host_and_a_process_of_it_can_be_named()
    {
        var engine = await StartAsync();
        foreach (var name in new[] { Host, $"{Host}:{Environment.ProcessId}" })
        {
            await engine.Admin.Queues.ConfigureAsync("default", new() { ServedBy = [name] });
            await engine.UntilAsync(await engine.EnqueueAsync(new Work(name)), JobState.Completed);
        }
    }

    [Fact]
    public async Task Settings_give_no_queue_to_a_process_that_does_not_name_it()
    {
        var engine = await StartAsync();
        await engine.Admin.Queues.ConfigureAsync("mail", new() { Concurrency = 5, ServedBy = [Host] });

        var id = await engine.EnqueueAsync(new Work("a"), new EnqueueOptions { Queue = "mail" });
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        (await engine.GetAsync(id)).State.ShouldBe(JobState.Available);
        (await engine.Admin.Jobs.ExplainAsync(id)).Cause.ShouldBe(ExplanationCause.NoProcessServesQueue);
    }

    [Fact]
    public async Task Settings_hold_for_processes_that_start_later()
    {
        var client = await StartAsync(new() { Queues = [] });
        await client.Admin.Queues.ConfigureAsync("default", new() { Concurrency = 1 });
        await EnqueueAsync(client, 5);

        await StartAsync();
        await Eventually.TrueAsync(() => Recorder.RunningNow == 1, "one runs");

        await AdvanceAsync(TimeSpan.FromSeconds(30));
        Recorder.MostAtOnce.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_configured_and_what_is_set_can_both_be_seen()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 7 } });
        await StartAsync(new() { Queues = new() { ["default"] = 3 }, Worker = worker => worker.Labels.Add("gpu") });
        var settings = new QueueSettings { Concurrency = 5, ServedBy = ["gpu"] };

        await engine.Admin.Queues.ConfigureAsync("default", settings);

        var queue = (await engine.Admin.Queues.ListAsync()).ShouldHaveSingleItem();
        queue.Settings.ShouldBe(settings);
        queue.Servers.Select(server => (server.Configured, server.Effective)).ShouldBe([(7, 0), (3, 5)]);
    }

    [Fact]
    public async Task A_job_that_operators_keep_from_running_says_so()
    {
        var engine = await StartAsync();
        await engine.Admin.Queues.ConfigureAsync("default", new() { Concurrency = 0 });
        await SettleAsync();
        var id = await engine.EnqueueAsync(new Work("a"));
        (await engine.Admin.Jobs.ExplainAsync(id)).ShouldSatisfyAllConditions(
            explanation => explanation.Cause.ShouldBe(ExplanationCause.LimitedByOperator),
            explanation => explanation.Text.ShouldStartWith("An operator has limited queue 'default' to 0 jobs"));
        (await engine.Admin.DiagnoseAsync()).ShouldContain(finding => finding.Code == "queue-limited-to-nothing");

        await engine.Admin.Queues.ConfigureAsync("default", new() { ServedBy = ["gpu"] });

        (await engine.Admin.Jobs.ExplainAsync(id)).ShouldSatisfyAllConditions(
            explanation => explanation.Cause.ShouldBe(ExplanationCause.NoProcessAllowed),
            explanation => explanation.Text.ShouldStartWith("An operator lets only gpu serve queue 'default'"));
    }

    [Fact]
    public async Task Nonsense_is_refused_and_changes_nothing()
    {
        var queues = (await StartAsync(new() { Queues = [] })).Admin.Queues;

        await RefusedAsync(new() { Concurrency = -1 }, "Concurrency of queue 'mail' must be 0 to 10,000.");
        await RefusedAsync(new() { Concurrency = 10_001 }, "Concurrency of queue 'mail' must be 0 to 10,000.");
        await RefusedAsync(new() { ServedBy = [] }, "ServedBy of queue 'mail' is empty, so nobody would serve it.");
        await RefusedAsync(new() { ServedBy = ["gpu", " "] }, "ServedBy of queue 'mail' has ' ', which is no label or host.");
        (await Should.ThrowAsync<ArgumentException>(queues.ConfigureAsync("no such name!", new()))).Message.ShouldStartWith("'no such name!' is not a queue name");

        (await queues.ListAsync()).ShouldBeEmpty();

        async Task RefusedAsync(QueueSettings settings, string message) =>
            (await Should.ThrowAsync<ArgumentException>(queues.ConfigureAsync("mail", settings))).Message.ShouldStartWith(message);
    }

    [Theory]
    [InlineData("Ostinato:Worker:Labels:0", "g pu", "Ostinato:Worker:Labels has 'g pu', which is no label.")]
    [InlineData("Ostinato:Worker:Labels", "gpu", "Configuration Ostinato:Worker:Labels is 'gpu'; it must be a list")]
    public async Task A_label_that_makes_no_sense_stops_the_start(string key, string value, string message)
    {
        var error = await Should.ThrowAsync<Exception>(StartAsync(new() { Configuration = new() { [key] = value } }));

        error.Message.ShouldContain(message);
    }

    [Fact]
    public async Task Labels_come_from_the_configuration_as_well()
    {
        var engine = await StartAsync(new() { Configuration = new() { ["Ostinato:Worker:Labels:0"] = "gpu" } });

        (await engine.Admin.ProcessesAsync()).ShouldHaveSingleItem().Description.Labels.ShouldBe(["gpu"]);
    }

    private static async Task EnqueueAsync(Engine engine, int count, int from = 0) => await engine.Jobs.EnqueueManyAsync(
        Enumerable.Range(from, count).Select(number => new Work($"job {number}", Act.Wait)));

    private static async Task<long> CountAsync(Engine engine, JobState state) =>
        (await engine.Admin.Queues.ListAsync()).Sum(queue => queue.Counts.GetValueOrDefault(state));
}
