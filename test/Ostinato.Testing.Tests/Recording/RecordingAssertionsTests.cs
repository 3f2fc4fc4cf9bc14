namespace Ostinato.Testing.Tests.Recording;

public sealed class RecordingAssertionsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingJobClient _jobs;

    public RecordingAssertionsTests() => _jobs = JobTest.Recording(_time);

    [Fact]
    public async Task Job_that_was_enqueued_as_expected_passes()
    {
        using var transaction = new SomeTransaction();
        await _jobs.EnqueueAsync(
            new WelcomeEmail(7), new() { Delay = TimeSpan.FromMinutes(10), Priority = 1, Tags = ["vip"] }, transaction, default);

        _jobs.ShouldHaveEnqueued<WelcomeEmail>(job => job.UserId == 7)
            .OnQueue("mail")
            .After(TimeSpan.FromMinutes(10))
            .At(_time.GetUtcNow().AddMinutes(10))
            .WithPriority(1)
            .WithTag("VIP")
            .InTransaction()
            .InTransaction(transaction)
            .Times(1)
            .Payloads.ShouldBe([new WelcomeEmail(7)]);
    }

    [Fact]
    public void Nothing_enqueued_is_said_so() =>
        Failure(() => _jobs.ShouldHaveEnqueued<WelcomeEmail>()).ShouldBe("Expected WelcomeEmail, but nothing was enqueued.");

    [Fact]
    public async Task Predicate_that_matches_none_is_shown_with_the_near_matches()
    {
        await _jobs.EnqueueAsync(new WelcomeEmail(8));
        await _jobs.EnqueueAsync(new ResizeImage("a.png"));

        Failure(() => _jobs.ShouldHaveEnqueued<WelcomeEmail>(job => job.UserId == 7)).ShouldBe(
            """
            Expected WelcomeEmail where job => job.UserId == 7, but found none.
            Near matches:
              #1 welcome-email WelcomeEmail { UserId = 8 } on queue 'mail' with priority 2
            """);
    }

    [Fact]
    public async Task Kind_that_was_not_enqueued_is_shown_with_the_other_jobs()
    {
        await _jobs.EnqueueAsync(new ResizeImage("a.png"), new() { Delay = TimeSpan.FromHours(1), Tags = ["x", "y"] });

        Failure(() => _jobs.ShouldHaveEnqueued<WelcomeEmail>()).ShouldBe(
            """
            Expected WelcomeEmail, but no WelcomeEmail was enqueued.
            Other jobs:
              #1 resize-image ResizeImage { Path = a.png } on queue 'default' with priority 4 after 01:00:00 tagged x, y
            """);
    }

    [Fact]
    public async Task Link_that_leaves_none_shows_what_came_so_far()
    {
        await _jobs.EnqueueAsync(new WelcomeEmail(7));

        Failure(() => _jobs.ShouldHaveEnqueued<WelcomeEmail>().OnQueue("mail").WithPriority(0)).ShouldBe(
            """
            Expected WelcomeEmail on queue 'mail' with priority 0, but found none.
            Near matches:
              #1 welcome-email WelcomeEmail { UserId = 7 } on queue 'mail' with priority 2
            """);
    }

    [Fact]
    public async Task Links_narrow_until_one_job_answers_to_all()
    {
        await _jobs.EnqueueAsync(new WelcomeEmail(1), new() { Queue = "a", Tags = ["x"] });
        await _jobs.EnqueueAsync(new WelcomeEmail(2), new() { Queue = "b", Tags = ["y"] });

        Failure(() => _jobs.ShouldHaveEnqueued<WelcomeEmail>().OnQueue("a").WithTag("y")).ShouldContain("on queue 'a' tagged y");
        _jobs.ShouldHaveEnqueued<WelcomeEmail>().OnQueue("b").WithTag("y").Times(1);
    }

    [Fact]
    public async Task Wrong_count_is_shown_with_all_that_match()
    {
        await _jobs.EnqueueManyAsync([new WelcomeEmail(1), new WelcomeEmail(2)]);

        Failure(() => _jobs.ShouldHaveEnqueued<WelcomeEmail>().Times(1)).ShouldBe(
            """
            Expected WelcomeEmail once, but found 2 times.
            These match:
              #1 welcome-email WelcomeEmail { UserId = 1 } on queue 'mail' with priority 2
              #2 welcome-email WelcomeEmail { UserId = 2 } on queue 'mail' with priority 2
            """);
    }

    [Theory]
    [InlineData(600, true)]
    [InlineData(600.9, true)]
    [InlineData(599, true)]
    [InlineData(602, false)]
    [InlineData(0, false)]
    public async Task Wait_may_be_off_by_a_second(double seconds, bool passes)
    {
        await _jobs.EnqueueAsync(new WelcomeEmail(1), new() { RunAt = _time.GetUtcNow().AddSeconds(seconds) });

        Action assertion = () => _jobs.ShouldHaveEnqueued<WelcomeEmail>().After(TimeSpan.FromMinutes(10));

        (Record.Exception(assertion) is null).ShouldBe(passes);
    }

    [Fact]
    public async Task Wait_may_be_off_by_what_the_test_allows()
    {
        await _jobs.EnqueueAsync(new WelcomeEmail(1), new() { Delay = TimeSpan.FromMinutes(11) });

        _jobs.ShouldHaveEnqueued<WelcomeEmail>().After(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Job_outside_of_a_transaction_is_told_from_one_inside()
    {
        using var transaction = new SomeTransaction();
        await _jobs.EnqueueAsync(new WelcomeEmail(1));
        await _jobs.EnqueueAsync(new ResizeImage("a.png"), transaction);

        Failure(() => _jobs.ShouldHaveEnqueued<WelcomeEmail>().InTransaction()).ShouldContain("in a transaction, but found none");
        using var other = new SomeTransaction();
        Failure(() => _jobs.ShouldHaveEnqueued<ResizeImage>().InTransaction(other)).ShouldContain("in the given transaction");
    }

    [Fact]
    public async Task Payloads_can_be_asked_for_by_an_interface()
    {
        await _jobs.EnqueueAsync(new ResizeImage("a.png"));

        _jobs.ShouldHaveEnqueued<IJobResult<int>>().Times(1);
    }

    [Fact]
    public async Task Job_that_should_not_have_been_enqueued_is_shown()
    {
        await _jobs.EnqueueAsync(new WelcomeEmail(7));

        Failure(() => _jobs.ShouldNotHaveEnqueued<WelcomeEmail>(job => job.UserId > 5)).ShouldBe(
            """
            Expected no WelcomeEmail where job => job.UserId > 5, but found 1.
            These match:
              #1 welcome-email WelcomeEmail { UserId = 7 } on queue 'mail' with priority 2
            """);
        _jobs.ShouldNotHaveEnqueued<WelcomeEmail>(job => job.UserId > 7);
        _jobs.ShouldNotHaveEnqueued<ResizeImage>();
    }

    [Fact]
    public async Task Client_that_should_have_been_left_alone_shows_everything()
    {
        _jobs.ShouldHaveEnqueuedNothing();
        await _jobs.EnqueueAsync(new WelcomeEmail(7));

        Failure(() => _jobs.ShouldHaveEnqueuedNothing()).ShouldStartWith("Expected no job, but found 1.");
    }

    [Fact]
    public async Task Long_lists_are_cut()
    {
        await _jobs.EnqueueManyAsync(Enumerable.Range(1, 500).Select(id => new WelcomeEmail(id)));

        var lines = Failure(() => _jobs.ShouldHaveEnqueued<WelcomeEmail>().Times(3)).Split('\n');

        lines.Length.ShouldBe(13);
        lines[^1].Trim().ShouldBe("and 490 more");
    }

    private static string Failure(Action assertion) => Should.Throw<JobAssertionException>(assertion).Message.ReplaceLineEndings("\n");
}
