using Microsoft.Extensions.DependencyInjection;
using Ostinato.Storage;

namespace Ostinato.Testing.Tests.World;

/// <summary>Schedules in the real engine, in virtual time.</summary>
public sealed class ScheduleWorldTests
{
    private static readonly DateTimeOffset Start = new FakeTimeProvider().GetUtcNow();
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Scripts _scripts = new();

    [Fact]
    public async Task A_schedule_in_code_enqueues_its_job_at_each_tick()
    {
        await using var world = await StartAsync(o => o.Cron("daily", "0 3 * * *", new Step("report")));

        await world.AdvanceAsync(3 * Day);

        Runs(world).ShouldBe(["report 0.03:00", "report 1.03:00", "report 2.03:00"]);
    }

    [Fact]
    public async Task A_job_knows_its_schedule_and_its_tick()
    {
        var seen = new List<string>();
        _scripts.On("report", context =>
        {
            seen.Add($"{context.Schedule} {context.ScheduledFor:u}");
            return JobOutcome.Done;
        });
        await using var world = await StartAsync(o => o.Cron("daily", "0 3 * * *", new Step("report"), c => c.In("Europe/Vilnius")));

        await world.AdvanceAsync(Day);
        await world.Jobs.EnqueueAsync(new Step("report"));
        await world.SettleAsync();

        seen.ShouldBe(["daily 2030-01-01 01:00:00Z", " "]);
    }

    [Theory]
    [InlineData(Overlap.Allow, "Ran Ran Ran")]
    [InlineData(Overlap.Skip, "Ran Skipped Ran")]
    public async Task While_a_job_runs_the_next_tick_does_what_the_schedule_says(Overlap overlap, string outcomes)
    {
        await using var world = await StartLongAsync(overlap, TimeSpan.FromMinutes(90));

        await world.AdvanceAsync(TimeSpan.FromHours(3.5));

        (await OutcomesAsync(world)).ShouldBe(outcomes);
    }

    [Fact]
    public async Task One_job_waits_where_one_may()
    {
        await using var world = await StartLongAsync(Overlap.QueueOne, TimeSpan.FromHours(2.5));

        await world.AdvanceAsync(TimeSpan.FromHours(4.5));

        // At 1 it runs, at 2 another one is queued, at 3 that one still waits, at 4 it runs since 3:30.
        (await OutcomesAsync(world)).ShouldBe("Ran Ran Skipped Ran");
    }

    [Fact]
    public async Task The_job_before_is_cancelled_where_the_schedule_says_so()
    {
        await using var world = await StartLongAsync(Overlap.CancelPrevious, TimeSpan.FromMinutes(90));

        await world.AdvanceAsync(TimeSpan.FromHours(3.5));

        (await OutcomesAsync(world)).ShouldBe("Ran Ran Ran");
        world.Executions.Count(execution => execution.Outcome == AttemptEnd.Cancelled).ShouldBe(2);
    }

    [Fact]
    public async Task A_tick_that_was_skipped_says_which_job_was_in_its_way()
    {
        await using var world = await StartLongAsync(Overlap.Skip, TimeSpan.FromMinutes(90));

        await world.AdvanceAsync(TimeSpan.FromHours(2.5));

        var ticks = await world.Admin.Schedules.TicksAsync("hourly");
        ticks[0].Outcome.ShouldBe(TickOutcome.Skipped);
        ticks[0].Reason.ShouldBe($"job {ticks[1].Job} of an earlier tick is executing");
    }

    [Fact]
    public async Task A_paused_schedule_does_not_fire_and_goes_on_with_the_next_tick()
    {
        await using var world = await StartAsync(o => o.Cron("hourly", "0 * * * *", new Step("a"), c => c.CatchUp(CatchUp.All)));
        await world.AdvanceAsync(TimeSpan.FromHours(1));

        (await world.Admin.Schedules.PauseAsync("hourly", "enough")).ShouldBeTrue();
        await world.AdvanceAsync(TimeSpan.FromHours(3));
        var paused = (await world.Admin.Schedules.GetAsync("hourly")).ShouldNotBeNull();
        (await world.Admin.Schedules.ResumeAsync("hourly")).ShouldBeTrue();
        await world.AdvanceAsync(TimeSpan.FromHours(1));

        paused.PauseReason.ShouldBe("enough");
        paused.NextAt.ShouldBeNull();
        Runs(world).ShouldBe(["a 0.01:00", "a 0.05:00"]);
    }

    [Fact]
    public async Task A_schedule_is_created_changed_and_deleted_at_run_time()
    {
        await using var world = await StartAsync(_ => { });
        var schedules = world.Admin.Schedules;
        var hourly = new ScheduleDefinition { Expression = "0 * * * *", Job = "step", Payload = "{\"name\":\"a\"}" };

        (await schedules.SetAsync("mine", hourly)).ShouldBeTrue();
        await world.AdvanceAsync(TimeSpan.FromHours(1));
        (await schedules.SetAsync("mine", hourly with { Expression = "30 * * * *" })).ShouldBeFalse();
        await world.AdvanceAsync(TimeSpan.FromHours(1));
        (await schedules.DeleteAsync("mine")).ShouldBeTrue();
        await world.AdvanceAsync(Day);

        Runs(world).ShouldBe(["a 0.01:00", "a 0.01:30"]);
        (await schedules.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_runs_a_schedule_now_and_its_next_tick_stays()
    {
        await using var world = await StartAsync(o => o.Cron("daily", "0 3 * * *", new Step("a")));
        await world.AdvanceAsync(TimeSpan.FromHours(1));

        var job = await world.Admin.Schedules.RunNowAsync("daily");
        await world.SettleAsync();

        world.Executions.ShouldHaveSingleItem().Id.ShouldBe(job);
        (await world.Admin.Schedules.GetAsync("daily"))!.NextAt.ShouldBe(Start.AddHours(3));
        (await world.Admin.Schedules.GetAsync("daily"))!.LastJob.ShouldBe(job);
    }

    [Fact]
    public async Task A_span_of_the_past_is_made_up_for_once()
    {
        await using var world = await StartAsync(o => o.Cron("hourly", "0 * * * *", new Step("a")));
        await world.AdvanceAsync(TimeSpan.FromHours(2.5));

        var first = await world.Admin.Schedules.BackfillAsync("hourly", Start.AddHours(-2), Start.AddHours(2));
        await world.SettleAsync();
        var second = await world.Admin.Schedules.BackfillAsync("hourly", Start.AddHours(-2), Start.AddHours(2));
        await world.SettleAsync();

        first.Count.ShouldBe(5);
        second.ShouldBe(first);
        world.Executions.Count.ShouldBe(5, "two had run in their time");
    }

    [Fact]
    public async Task The_future_and_too_long_a_past_are_refused()
    {
        await using var world = await StartAsync(o => o.Cron("often", "* * * * *", new Step("a")));
        var schedules = world.Admin.Schedules;

        (await Should.ThrowAsync<ArgumentException>(() => schedules.BackfillAsync("often", Start, Start.AddHours(1))))
            .Message.ShouldContain("is no span of the past");
        (await Should.ThrowAsync<ArgumentException>(() => schedules.BackfillAsync("often", Start.AddDays(-1), Start)))
            .Message.ShouldContain("has more than 1,000 ticks");
        await Should.ThrowAsync<KeyNotFoundException>(() => schedules.RunNowAsync("nobody"));
        await Should.ThrowAsync<KeyNotFoundException>(() => schedules.PreviewAsync("nobody"));
        (await schedules.PauseAsync("nobody")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_schedule_says_what_comes_next_and_what_it_means()
    {
        await using var world = await StartAsync(o => o.Cron("daily", "0 3 * * *", new Step("a"), c => c.In("Europe/Vilnius")));

        (await world.Admin.Schedules.PreviewAsync("daily", 2)).ShouldBe([Start.AddHours(1), Start.AddHours(25)]);
        (await world.Admin.Schedules.GetAsync("daily"))!.Description.ShouldBe("At 03:00 every day");
    }

    [Fact]
    public async Task Jitter_makes_jobs_wait_for_a_part_of_the_time_and_for_the_same_part_on_every_machine()
    {
        await using var one = await StartAsync(o => o.Cron("daily", "0 3 * * *", new Step("a"), c => c.Jitter(TimeSpan.FromHours(1))));
        await using var other = await StartAsync(o => o.Cron("daily", "0 3 * * *", new Step("a"), c => c.Jitter(TimeSpan.FromHours(1))));

        await one.AdvanceAsync(5 * Day);
        await other.AdvanceAsync(5 * Day);

        var waits = one.Executions.Select(execution => (execution.At - Start.AddHours(3)).TotalHours % 24).ToList();
        waits.Count.ShouldBe(5);
        waits.ShouldAllBe(wait => wait >= 0 && wait < 1);
        waits.Distinct().Count().ShouldBe(5);
        other.Executions.Select(execution => execution.At).ShouldBe(one.Executions.Select(execution => execution.At));
    }

    [Theory]
    [InlineData("0 3 * *", "UTC", "4 fields")]
    [InlineData("0 0 30 2 *", "UTC", "would never fire")]
    [InlineData("0 3 * * *", "Europe/Atlantis", "'Europe/Atlantis' is no time zone that this machine knows")]
    public async Task A_schedule_that_makes_no_sense_refuses_the_start(string expression, string zone, string reason) =>
        (await Should.ThrowAsync<OstinatoConfigurationException>(
            () => StartAsync(o => o.Cron("daily", expression, new Step("a"), c => c.In(zone))))).Message.ShouldContain(reason);

    [Fact]
    public async Task Two_schedules_of_one_name_refuse_the_start() =>
        (await Should.ThrowAsync<OstinatoConfigurationException>(
            () => StartAsync(o => o.Cron("daily", "@daily", new Step("a")).Cron("daily", "@hourly", new Step("b")))))
            .Message.ShouldContain("Two schedules have the name 'daily'");

    [Theory]
    [InlineData("{\"name\":", "its payload is none of job 'step'")]
    [InlineData("[]", "its payload is none of job 'step'")]
    public async Task A_payload_that_the_job_cannot_read_is_refused(string payload, string reason)
    {
        await using var world = await StartAsync(_ => { });

        (await Should.ThrowAsync<ArgumentException>(() => world.Admin.Schedules.SetAsync(
            "mine", new ScheduleDefinition { Expression = "@daily", Job = "step", Payload = payload }))).Message.ShouldContain(reason);
    }

    [Fact]
    public async Task A_schedule_whose_payload_cannot_be_read_any_more_keeps_no_other_from_firing()
    {
        await using var world = await StartAsync(o => o.Cron("sound", "0 * * * *", new Step("sound")));
        await world.Services.GetRequiredService<IJobStore>().Schedules.WriteAsync(
            new StoredSchedule
            {
                Name = "broken",
                Definition = """{"definition":{"expression":"0 * * * *","job":"step","payload":"[]"}}"""u8.ToArray(),
                NextAt = Start.AddMinutes(30),
            },
            CancellationToken.None);

        await world.AdvanceAsync(TimeSpan.FromHours(2));

        Runs(world).ShouldBe(["sound 0.01:00", "sound 0.02:00"]);
    }

    [Fact]
    public async Task Two_years_of_fifty_schedules_in_three_zones_are_those_of_the_brute_force_calendar()
    {
        string[] zones = ["UTC", "America/New_York", "Australia/Lord_Howe"];
        var crons = Enumerable.Range(0, 200).Select(seed => new RandomCron(new Random(seed), isOnceADay: true))
            .Where(cron => CronExpression.TryParse(cron.Text, null, out _, out _)).Take(50).ToList();
        await using var world = await StartAsync(o =>
        {
            for (var number = 0; number < crons.Count; number++)
            {
                var zone = zones[number % 3];
                o.Cron($"s{number}", crons[number].Text, new Step($"s{number}"), c => c.In(zone));
            }
        });

        await world.AdvanceAsync(TimeSpan.FromDays(731));

        var ran = world.Executions.ToLookup(execution => ((Step)execution.Payload!).Name, execution => execution.At.UtcDateTime);
        var calendars = zones.Select(zone => new BruteForceCalendar(
            TimeZoneInfo.FindSystemTimeZoneById(zone), Start.UtcDateTime, Start.UtcDateTime.AddDays(731))).ToList();
        for (var number = 0; number < crons.Count; number++)
        {
            ran[$"s{number}"].ShouldBe(calendars[number % 3].Times(crons[number]), $"{crons[number].Text} in {zones[number % 3]}");
        }

        world.Executions.Count.ShouldBeGreaterThan(5_000);
    }

    private Task<JobWorld> StartAsync(Action<OstinatoBuilder> configure) => _scripts.StartAsync(configure: configure);

    private async Task<JobWorld> StartLongAsync(Overlap overlap, TimeSpan takes)
    {
        var time = new FakeTimeProvider();
        _scripts.On("long", async (_, ct) =>
        {
            await Task.Delay(takes, time, ct);
            return JobOutcome.Done;
        });
        return await _scripts.StartAsync(time, o => o.Cron("hourly", "0 * * * *", new LongStep("long"), c => c.Overlap(overlap)));
    }

    private static async Task<string> OutcomesAsync(JobWorld world) =>
        string.Join(' ', (await world.Admin.Schedules.TicksAsync("hourly")).Reverse().Select(tick => tick.Outcome));

    private static string[] Runs(JobWorld world) =>
        [.. world.Executions.Select(execution => $"{((Step)execution.Payload!).Name} {(execution.At - Start):d\\.hh\\:mm}")];
}
