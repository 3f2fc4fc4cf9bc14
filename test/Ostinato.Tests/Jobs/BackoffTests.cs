using System.Net;
using FsCheck;
using FsCheck.Fluent;

namespace Ostinato.Tests.Jobs;

public sealed class BackoffTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly Gen<int> Attempts = Gen.Choose(1, 100_000);

    [Fact]
    public void The_default_waits_as_its_documentation_tabulates()
    {
        TimeSpan[] documented =
        [
            .. new[] { 17, 19, 23, 31, 47, 79, 143, 4.5 * 60, 8.8 * 60, 17 * 60, 34 * 60, 69 * 60 }.Select(TimeSpan.FromSeconds),
            .. new[] { 2.3, 4.6, 9.1, 18.2, 24, 24 }.Select(TimeSpan.FromHours),
        ];

        for (var attempt = 1; attempt <= documented.Length; attempt++)
        {
            var wait = documented[attempt - 1];
            Wait(Backoff.Default, attempt).ShouldBe(wait, tolerance: wait * 0.02, $"attempt {attempt}");
        }
    }

    [Fact]
    public void Without_jitter_no_wait_is_shorter_than_the_one_before()
    {
        Backoff[] backoffs =
        [
            Backoff.Default,
            Backoff.Exponential(TimeSpan.FromSeconds(15), Hour),
            Backoff.Linear(TimeSpan.FromSeconds(7), Day),
            Backoff.Constant(Hour),
        ];

        Property.Holds(Attempts, attempt => backoffs.All(backoff => Wait(backoff, attempt) <= Wait(backoff, attempt + 1)));
    }

    [Fact]
    public void The_default_never_waits_longer_than_a_day_and_its_jitter() =>
        Property.Holds(Attempts, attempt => Wait(Backoff.Default, attempt, random: 1) <= Day * 2);

    [Fact]
    public void Ten_thousand_that_fail_in_one_second_come_back_spread_over_twice_the_wait_and_on_average_after_it()
    {
        var random = new Random(7);

        List<double> waits = [.. Enumerable.Range(0, 10_000).Select(_ => Wait(Backoff.Default, 1, random.NextDouble()).TotalSeconds)];

        waits.Average().ShouldBe(17, tolerance: 0.5);
        waits.CountBy(wait => (int)wait).ShouldAllBe(second => second.Value < 400, "10,000 over 34 s are 294 a second");
    }

    [Theory]
    [InlineData(1, 15)]
    [InlineData(2, 30)]
    [InlineData(5, 240)]
    [InlineData(8, 1920)]
    [InlineData(9, 3600)]
    public void Exponential_doubles_the_initial_wait_up_to_the_maximum(int attempt, int seconds) =>
        Wait(Backoff.Exponential(TimeSpan.FromSeconds(15), Hour), attempt).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Exponential_stays_within_its_bounds_at_any_attempt() =>
        Property.Holds(
            from attempt in Gen.Choose(1, int.MaxValue)
            from initial in Gen.Choose(1, 86_400)
            select (attempt, initial: TimeSpan.FromSeconds(initial)),
            input => Wait(Backoff.Exponential(input.initial, Day), input.attempt) is var wait && wait >= input.initial && wait <= Day);

    [Fact]
    public void Linear_stays_within_its_bounds_at_any_attempt() =>
        Property.Holds(
            Gen.Choose(1, int.MaxValue),
            attempt => Wait(Backoff.Linear(Day, Day * 300), attempt) is var wait && wait >= Day && wait <= Day * 300);

    [Theory]
    [InlineData(1, 10)]
    [InlineData(3, 30)]
    [InlineData(100, 60)]
    public void Linear_multiplies_the_initial_wait_by_the_attempt_up_to_the_maximum(int attempt, int seconds) =>
        Wait(Backoff.Linear(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1)), attempt).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Constant_waits_the_same_after_every_attempt() =>
        Property.Holds(Attempts, attempt => Wait(Backoff.Constant(TimeSpan.FromMinutes(3)), attempt) == TimeSpan.FromMinutes(3));

    [Fact]
    public void Jitter_spreads_a_wait_by_its_share_in_both_directions()
    {
        var backoff = Backoff.Constant(TimeSpan.FromSeconds(100), jitter: 0.25);

        Wait(backoff, 1, random: 0).ShouldBe(TimeSpan.FromSeconds(75));
        Wait(backoff, 1, random: 0.5).ShouldBe(TimeSpan.FromSeconds(100));
        Wait(backoff, 1, random: 1).ShouldBe(TimeSpan.FromSeconds(125));
    }

    [Fact]
    public void Jitter_never_leaves_its_range()
    {
        var wait = TimeSpan.FromSeconds(100);

        Property.Holds(
            from jitter in Gen.Choose(0, 1000)
            from random in Gen.Choose(0, 1000)
            select (jitter: jitter / 1000d, random: random / 1000d),
            input => Wait(Backoff.Constant(wait, input.jitter), 1, input.random) is var spread
                && spread >= (wait * (1 - input.jitter)) - TimeSpan.FromTicks(1)
                && spread <= (wait * (1 + input.jitter)) + TimeSpan.FromTicks(1));
    }

    [Fact]
    public void A_function_sees_the_job_and_its_error()
    {
        var backoff = Backoff.From(failure =>
            failure is { Name: "fetch", Payload: "page", Attempt: 3 }
                && failure.Error is HttpRequestException { StatusCode: HttpStatusCode.TooManyRequests }
                ? TimeSpan.FromMinutes(5)
                : TimeSpan.Zero);
        var error = new HttpRequestException("slow down", null, HttpStatusCode.TooManyRequests);

        backoff.After(new JobFailure("fetch", "page", 3, error), 0.5).ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void A_negative_answer_of_a_function_counts_as_zero() =>
        Wait(Backoff.From(_ => TimeSpan.FromSeconds(-1)), 1).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void An_endless_answer_of_a_function_is_cut_to_ten_years() =>
        Wait(Backoff.From(_ => TimeSpan.MaxValue), 1).ShouldBe(TimeSpan.FromDays(3650));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void A_jitter_beyond_0_to_1_is_refused(double jitter) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Backoff.Constant(Hour, jitter)).ParamName.ShouldBe("jitter");

    private static TimeSpan Wait(Backoff backoff, int attempt, double random = 0.5) =>
        backoff.After(new JobFailure("job", "payload", attempt, new InvalidOperationException()), random);
}
