using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ostinato.Tests.Breakers;

/// <summary>A fleet whose dependency goes away: jobs are held back, a few try, and all of them run in the end.</summary>
public sealed class BreakerTests : EngineTest
{
    private readonly Dependency _dependency;

    public BreakerTests() => _dependency = new Dependency(Time);

    [Fact]
    public async Task While_every_attempt_fails_jobs_of_the_kind_are_put_back_without_an_attempt()
    {
        var (one, two) = (await StartAsync(WithBreaker()), await StartAsync(WithBreaker()));
        await BreakAsync(one);

        var id = await two.EnqueueAsync(new Work("later"));
        var before = _dependency.Calls.Count;
        await AdvanceAsync(TimeSpan.FromSeconds(25));

        _dependency.Calls.Count.ShouldBe(before, "nothing runs while it is open");
        var job = await one.GetAsync(id);
        (job.State, job.Attempt, job.Errors.Count).ShouldBe((JobState.Scheduled, 0, 0));
        (one.Logs.With(320).Count + two.Logs.With(320).Count).ShouldBe(1, "one of them opens it and says so");
    }

    [Fact]
    public async Task Operators_see_it()
    {
        var engine = await StartAsync(WithBreaker() with { Services = AddServicesAndChecks });
        await BreakAsync(engine);
        var id = await engine.EnqueueAsync(new Work("later"));
        await SettleAsync();

        var info = (await engine.Admin.Breakers.ListAsync()).ShouldHaveSingleItem();
        (info.Job, info.State, info.Openings).ShouldBe(("work", BreakerState.Open, 1));
        info.Reason.ShouldBe("System.TimeoutException: the vendor does not answer");
        (await engine.Admin.Jobs.ExplainAsync(id)).Text.ShouldContain("The breaker of 'work' is open since");
        (await engine.Admin.DiagnoseAsync()).ShouldContain(finding => finding.Code == "breaker-open");
        var health = await engine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        health.Entries["ostinato-ready"].Status.ShouldBe(HealthStatus.Degraded);
        health.Entries["ostinato-ready"].Description.ShouldNotBeNull().ShouldContain("The breaker of 'work' is open since");
    }

    [Fact]
    public async Task One_job_at_a_time_tries_whether_it_works_again_and_ever_more_rarely()
    {
        var (one, two) = (await StartAsync(WithBreaker()), await StartAsync(WithBreaker()));
        await BreakAsync(one);
        await two.Jobs.EnqueueManyAsync(Enumerable.Range(0, 200).Select(number => new Work($"{number}")), CancellationToken.None);
        var before = _dependency.Calls.Count;

        await AdvanceAsync(TimeSpan.FromMinutes(10));

        var probes = _dependency.Calls.Skip(before).ToList();
        probes.Count.ShouldBeInRange(3, 5, "after 30 s, 1, 2 and 4 min, and half as much again");
        probes.Zip(probes.Skip(1), (first, second) => second.At - first.At).ShouldAllBe(gap => gap >= TimeSpan.FromMinutes(1));
        (one.Logs.With(321).Count + two.Logs.With(321).Count).ShouldBe(probes.Count);
    }

    [Fact]
    public async Task Once_a_probe_succeeds_all_jobs_run_and_none_of_those_that_waited_has_spent_an_attempt()
    {
        var (one, two) = (await StartAsync(WithBreaker()), await StartAsync(WithBreaker()));
        var failed = await BreakAsync(one);
        var waiting = new List<JobId>();
        for (var number = 0; number < 50; number++)
        {
            waiting.Add(await two.EnqueueAsync(new Work($"{number}")));
        }

        await AdvanceAsync(TimeSpan.FromSeconds(20));
        _dependency.IsDown = false;
        await AdvanceAsync(TimeSpan.FromMinutes(2));

        (await one.Admin.Breakers.ListAsync()).ShouldHaveSingleItem().State.ShouldBe(BreakerState.Closed);
        foreach (var id in waiting)
        {
            var job = await one.GetAsync(id);
            (job.State, job.Attempt).ShouldBe((JobState.Completed, 1));
        }

        (await one.UntilAsync(failed[0], JobState.Completed)).Attempt.ShouldBe(2);
        (one.Logs.With(322).Count + two.Logs.With(322).Count).ShouldBe(1);
    }

    [Fact]
    public async Task A_success_in_another_process_keeps_it_closed()
    {
        var (sick, well) = (await StartAsync(WithBreaker()), await StartAsync(WithBreaker() with { Queues = new() { ["fine"] = 1 } }));
        await EveryFiveSecondsAsync(6, async () =>
        {
            for (var number = 0; number < 10; number++)
            {
                await sick.EnqueueAsync(new Work("bad", Act.Throw));
            }

            await well.EnqueueAsync(new Work("good"), new() { Queue = "fine" });
        });

        (await sick.Admin.Breakers.ListAsync()).ShouldHaveSingleItem().State.ShouldBe(BreakerState.Closed);
        sick.Logs.With(320).Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_probe_whose_process_dies_is_followed_by_another()
    {
        var (one, two) = (await StartAsync(WithBreaker()), await StartAsync(WithBreaker() with { Queues = new() { ["other"] = 1 } }));
        await BreakAsync(one);
        await one.Admin.Breakers.OpenAsync("work", TimeSpan.FromSeconds(1));
        _dependency.IsDown = false;
        await AdvanceAsync(TimeSpan.FromSeconds(2));
        await one.EnqueueAsync(new Work("hangs", Act.Wait));
        await Recorder.StartedAsync("hangs");
        await KillAsync(one);

        var id = await two.EnqueueAsync(new Work("next"), new() { Queue = "other" });
        await AdvanceAsync(TimeSpan.FromSeconds(20));
        (await two.GetAsync(id)).State.ShouldBe(JobState.Scheduled, "the place of the probe is kept");
        await AdvanceAsync(TimeSpan.FromMinutes(2));

        (await two.GetAsync(id)).State.ShouldBe(JobState.Completed);
        (await two.Admin.Breakers.ListAsync()).ShouldHaveSingleItem().State.ShouldBe(BreakerState.Closed);
    }

    [Fact]
    public async Task Jobs_that_kill_their_processes_open_it_once_they_are_known_to_be_poison()
    {
        var setup = WithBreaker(breaker => breaker.Failures = 2) with { Worker = worker => worker.PoisonAfter = 1 };
        var dying = await StartAsync(setup);
        await dying.EnqueueAsync(new Work("killer", Act.Wait));
        var last = await dying.EnqueueAsync(new Work("killer", Act.Wait));
        await Recorder.StartedAsync("killer", 2);
        var engine = await StartAsync(setup);
        await KillAsync(dying);

        await AdvanceAsync(TimeSpan.FromSeconds(20));

        var info = (await engine.Admin.Breakers.ListAsync()).ShouldHaveSingleItem();
        (info.State, info.Reason).ShouldBe((BreakerState.Open, $"job {last} is poison (deaths: 1)"));
    }

    [Fact]
    public async Task What_a_dead_process_held_says_nothing_of_its_kind()
    {
        var dying = await StartAsync(WithBreaker(breaker => breaker.Failures = 2));
        for (var number = 0; number < 10; number++)
        {
            await dying.EnqueueAsync(new Work("held", Act.Wait));
        }

        await Recorder.StartedAsync("held", 10);
        var engine = await StartAsync(WithBreaker(breaker => breaker.Failures = 2) with { Queues = new() { ["other"] = 1 } });
        await KillAsync(dying);

        await AdvanceAsync(TimeSpan.FromSeconds(30));

        (await engine.Admin.Jobs.ListAsync(new JobFilter { Name = "work" })).Jobs.ShouldAllBe(job => job.Crashes == 1);
        (await engine.Admin.Breakers.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_opens_and_closes_it()
    {
        var engine = await StartAsync(WithBreaker());
        await engine.Admin.Breakers.OpenAsync("work", reason: "the vendor moves house");
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        var id = await engine.EnqueueAsync(new Work("a"));
        await AdvanceAsync(TimeSpan.FromHours(1));
        _dependency.Calls.ShouldBeEmpty();
        (await engine.Admin.Jobs.ExplainAsync(id)).Text.ShouldContain("until somebody closes it (the vendor moves house)");

        (await engine.Admin.Breakers.CloseAsync("work")).ShouldBeTrue();
        await AdvanceAsync(TimeSpan.FromMinutes(2));

        (await engine.GetAsync(id)).State.ShouldBe(JobState.Completed);
        (await engine.Admin.Breakers.CloseAsync("work")).ShouldBeFalse();
        await Should.ThrowAsync<ArgumentException>(() => engine.Admin.Breakers.OpenAsync("no name"));
    }

    [Fact]
    public async Task Kinds_without_a_breaker_go_on_failing()
    {
        var engine = await StartAsync(WithBreaker() with { Configure = o => o.Use<NeedsDependency>() });
        _dependency.IsDown = true;
        for (var number = 0; number < 50; number++)
        {
            await engine.EnqueueAsync(new Work($"{number}"));
        }

        await AdvanceAsync(TimeSpan.FromMinutes(1));

        _dependency.Calls.Count.ShouldBeGreaterThan(100);
        (await engine.Admin.Breakers.ListAsync()).ShouldBeEmpty();
    }

    private EngineSetup WithBreaker(Action<BreakerOptions>? configure = null) => new()
    {
        Configure = o => o.Use<NeedsDependency>().Breaker("work", configure),
        Services = services => services.AddSingleton(_dependency),
    };

    private void AddServicesAndChecks(IServiceCollection services)
    {
        services.AddSingleton(_dependency);
        services.AddHealthChecks().AddOstinato();
    }

    // Twenty failures, and so much time that everybody could have said that one succeeded.
    private async Task<List<JobId>> BreakAsync(Engine engine)
    {
        _dependency.IsDown = true;
        var jobs = new List<JobId>();
        for (var number = 0; number < 20; number++)
        {
            jobs.Add(await engine.EnqueueAsync(new Work($"broken {number}")));
        }

        await AdvanceAsync(TimeSpan.FromSeconds(5));
        (await engine.Admin.Breakers.ListAsync()).ShouldHaveSingleItem().State.ShouldBe(BreakerState.Open);
        return jobs;
    }

    private async Task EveryFiveSecondsAsync(int times, Func<Task> act)
    {
        for (var time = 0; time < times; time++)
        {
            await act();
            await AdvanceAsync(TimeSpan.FromSeconds(5));
        }
    }
}
