using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.Tests.Telemetry;

namespace Ostinato.Tests.Enqueueing;

/// <summary>Too many jobs wait.</summary>
public sealed class QuotaTests : EngineTest
{
    [Fact]
    public async Task What_would_exceed_the_limit_of_its_queue_is_refused_and_not_stored()
    {
        var engine = await StartAsync(Limited("default", 3));
        await EnqueueAsync(engine, 3);

        var refusal = await Should.ThrowAsync<JobQuotaException>(() => engine.EnqueueAsync(new Work("too much")));

        (refusal.Queue, refusal.Waiting, refusal.Limit, refusal.Refused).ShouldBe(("default", 3, 3, 1));
        refusal.Message.ShouldContain("Ostinato:Client:MaxWaiting:default");
        engine.Store.Inserts.ShouldBe(3);
    }

    [Fact]
    public async Task Many_are_refused_together()
    {
        var engine = await StartAsync(Limited("default", 3));
        await EnqueueAsync(engine, 2);

        await Should.ThrowAsync<JobQuotaException>(() => BatchAsync(engine, new Work("a"), new Work("b")));
        await BatchAsync(engine, new Work("c"));

        engine.Store.Inserts.ShouldBe(3);
    }

    [Fact]
    public async Task What_does_not_fit_in_one_queue_takes_no_room_in_another()
    {
        var engine = await StartAsync(Limited("default", 1, ("second", 1)));
        await EnqueueAsync(engine, 1);

        await Should.ThrowAsync<JobQuotaException>(() => BatchAsync(engine, new Elsewhere(), new Work("a")));

        await BatchAsync(engine, new Elsewhere());
    }

    [Fact]
    public async Task More_than_the_limit_at_once_is_refused_by_an_empty_queue()
    {
        var engine = await StartAsync(Limited("default", 2));

        var refusal = await Should.ThrowAsync<JobQuotaException>(
            () => BatchAsync(engine, new Work("a"), new Work("b"), new Work("c")));

        refusal.Refused.ShouldBe(3);
    }

    [Fact]
    public async Task A_queue_without_a_limit_takes_everything_and_is_not_counted()
    {
        var engine = await StartAsync(Limited("mail", 1));
        engine.Store.OnCount = _ => throw new InvalidOperationException("counted");

        await EnqueueAsync(engine, 100);

        engine.Logs.With(550).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_limit_for_any_queue_holds_for_those_that_are_not_named()
    {
        var engine = await StartAsync(Limited("*", 1, ("second", 2)));
        await EnqueueAsync(engine, 1);

        await Should.ThrowAsync<JobQuotaException>(() => engine.EnqueueAsync(new Work("b")));
        await BatchAsync(engine, new Elsewhere(), new Elsewhere());
    }

    [Fact]
    public async Task Jobs_that_other_processes_stored_count_after_a_second()
    {
        var engine = await StartAsync(Limited("default", 10));
        var other = await StartAsync(Limited("mail", 1));
        await EnqueueAsync(engine, 1);
        await EnqueueAsync(other, 20);

        await EnqueueAsync(engine, 1);
        Time.Advance(TimeSpan.FromSeconds(1));
        await EnqueueAsync(engine, 1);

        await Eventually.TrueAsync(
            async () => await Record.ExceptionAsync(() => engine.EnqueueAsync(new Work("late"))) is JobQuotaException,
            "the next count has told");
    }

    [Fact]
    public async Task It_takes_jobs_again_once_some_have_started()
    {
        var engine = await StartAsync(Limited("default", 2));
        await EnqueueAsync(engine, 2);
        await Should.ThrowAsync<JobQuotaException>(() => engine.EnqueueAsync(new Work("refused")));

        var worker = await StartAsync();
        await worker.UntilCompletedAsync(2);
        Time.Advance(TimeSpan.FromSeconds(0.1));

        await engine.EnqueueAsync(new Work("taken"));
    }

    [Fact]
    public async Task Callers_at_once_do_not_pass_the_limit_together()
    {
        var engine = await StartAsync(Limited("default", 10));

        var calls = await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
            await Record.ExceptionAsync(() => engine.EnqueueAsync(new Work($"{number}")))));

        calls.Count(error => error is null).ShouldBe(10);
        calls.Count(error => error is JobQuotaException).ShouldBe(40);
    }

    [Fact]
    public async Task A_count_that_fails_refuses_nothing_and_is_told_once()
    {
        var engine = await StartAsync(Limited("default", 1));
        await EnqueueAsync(engine, 1);
        engine.Store.OnCount = _ => throw new TimeoutException("the database is slow");
        Time.Advance(TimeSpan.FromSeconds(1));

        await Should.ThrowAsync<JobQuotaException>(() => engine.EnqueueAsync(new Work("a")));
        Time.Advance(TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<JobQuotaException>(() => engine.EnqueueAsync(new Work("a")));

        (await engine.LoggedAsync(550)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_queue_that_could_never_be_counted_takes_jobs_up_to_the_limit()
    {
        var engine = await StartAsync(Limited("default", 5));
        engine.Store.OnCount = _ => throw new TimeoutException("the database is slow");

        await EnqueueAsync(engine, 5);
        await Should.ThrowAsync<JobQuotaException>(() => engine.EnqueueAsync(new Work("a")));
    }

    [Fact]
    public async Task What_is_refused_is_measured()
    {
        using var factory = new OneMeter();
        using var meters = new Measurements(factory);
        var engine = await StartAsync(Limited("default", 1) with { Services = services => services.AddSingleton<IMeterFactory>(factory) });

        await Should.ThrowAsync<JobQuotaException>(() => BatchAsync(engine, new Work("a"), new Work("b")));

        meters.Sum("ostinato.job.refused").ShouldBe(2);
    }

    [Fact]
    public async Task A_name_that_no_queue_can_have_is_refused_at_the_start() =>
        (await Should.ThrowAsync<Exception>(() => StartAsync(Limited("no queue", 1)))).Message
            .ShouldContain("Ostinato:Client:MaxWaiting has 'no queue', which is not a queue name");

    [Job("quota-elsewhere", Queue = "second")]
    internal sealed record Elsewhere;

    private static EngineSetup Limited(string queue, int limit, params (string Queue, int Limit)[] others) => new()
    {
        Queues = [],
        Configuration = others.Append((queue, limit))
            .ToDictionary(one => $"Ostinato:Client:MaxWaiting:{one.Item1}", string? (one) => $"{one.Item2}"),
    };

    private static async Task EnqueueAsync(Engine engine, int count)
    {
        for (var number = 0; number < count; number++)
        {
            await engine.EnqueueAsync(new Work($"{number}"));
        }
    }

    private static Task BatchAsync(Engine engine, params object[] jobs) =>
        engine.Jobs.EnqueueBatchAsync(jobs, null, null, CancellationToken.None);
}
