using Ostinato.Execution;
using Ostinato.Storage;

namespace Ostinato.Tests.Execution;

public sealed class AttemptOutcomeTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<StopReason> StopReasons => [.. Enum.GetValues<StopReason>()];

    [Theory, MemberData(nameof(StopReasons))]
    public void A_handler_that_returned_is_done_whatever_it_was_asked(StopReason stopped) =>
        AttemptOutcome.Of(Attempts.Context(stopped: stopped), JobOutcome.Done).ShouldBe((AttemptEnd.Completed, null));

    [Fact]
    public void A_result_is_kept()
    {
        var (end, detail) = AttemptOutcome.Of(Attempts.Context(), new JobOutcome.Completed("42"u8.ToArray()));

        end.ShouldBe(AttemptEnd.Completed);
        detail!.Result!.Value.ToArray().ShouldBe("42"u8.ToArray());
    }

    [Fact]
    public void A_snooze_waits_without_an_error()
    {
        var (end, detail) = AttemptOutcome.Of(Attempts.Context(), JobOutcome.Snooze(TimeSpan.FromMinutes(5)));

        end.ShouldBe(AttemptEnd.Snooze);
        detail.ShouldBe(new AttemptDetail { Due = new DueTime(null, TimeSpan.FromMinutes(5)) });
    }

    [Fact]
    public void A_negative_snooze_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => JobOutcome.Snooze(TimeSpan.FromTicks(-1)));

    [Fact]
    public void Cancelled_and_discarded_keep_the_reason_that_the_handler_gave()
    {
        AttemptOutcome.Of(Attempts.Context(), JobOutcome.Cancel("gone"))
            .ShouldBe((AttemptEnd.Cancelled, new AttemptDetail { Reason = "gone" }));
        AttemptOutcome.Of(Attempts.Context(), JobOutcome.Discard("old"))
            .ShouldBe((AttemptEnd.Discarded, new AttemptDetail { Reason = "old" }));
    }

    [Fact]
    public void A_retry_at_a_time_waits_for_it_and_keeps_the_reason_as_error()
    {
        var (end, detail) = AttemptOutcome.Of(Attempts.Context(attempt: 2), JobOutcome.RetryAt(Noon, "closed until noon"));

        end.ShouldBe(AttemptEnd.Retry);
        detail!.Due.ShouldBe(new DueTime(Noon, null));
        (detail.Error!.Attempt, detail.Error.Type, detail.Error.Message).ShouldBe((2, "RetryAt", "closed until noon"));
    }

    [Fact]
    public void A_retry_at_a_time_on_the_last_attempt_discards() =>
        AttemptOutcome.Of(Attempts.Context(attempt: 3, maxAttempts: 3), JobOutcome.RetryAt(Noon, "closed")).Detail!.Reason
            .ShouldBe("out of attempts (3): closed");

    [Theory]
    [InlineData(StopReason.None, AttemptEnd.Retry)]
    [InlineData(StopReason.Timeout, AttemptEnd.Retry)]
    [InlineData(StopReason.Cancelled, AttemptEnd.Cancelled)]
    [InlineData(StopReason.Shutdown, AttemptEnd.Return)]
    [InlineData(StopReason.LostLease, AttemptEnd.Retry)]
    public void What_an_exception_means_depends_on_why_the_token_was_cancelled(StopReason stopped, AttemptEnd end)
    {
        Thrown(new InvalidOperationException("broken"), stopped).End.ShouldBe(end);
        Thrown(new OperationCanceledException(), stopped).End.ShouldBe(end);
    }

    [Theory, MemberData(nameof(StopReasons))]
    public void A_handler_that_gives_up_is_believed_whatever_it_was_asked(StopReason stopped)
    {
        Thrown(new JobDiscardedException("pointless"), stopped).End.ShouldBe(AttemptEnd.Discarded);
        Thrown(new JobCancelledException("unwanted"), stopped).End.ShouldBe(AttemptEnd.Cancelled);
    }

    [Fact]
    public void A_discarding_exception_leaves_its_reason_and_an_error()
    {
        var detail = Thrown(new JobDiscardedException("pointless", new TimeoutException("late"))).Detail!;

        detail.Reason.ShouldBe("pointless");
        detail.Error!.Message.ShouldBe("pointless ---> TimeoutException: late");
    }

    [Fact]
    public void A_cancelled_job_keeps_the_reason_of_who_cancelled_it() =>
        Thrown(new OperationCanceledException(), StopReason.Cancelled, cancelReason: "by Ann").Detail
            .ShouldBe(new AttemptDetail { Reason = "by Ann" });

    [Fact]
    public void A_failure_waits_for_the_backoff_of_the_job_and_keeps_the_error()
    {
        var detail = Thrown(new InvalidOperationException("broken"), backoff: Backoff.Constant(TimeSpan.FromSeconds(90))).Detail!;

        detail.Due.ShouldBe(new DueTime(null, TimeSpan.FromSeconds(90)));
        (detail.Error!.Type, detail.Error.Message).ShouldBe(("System.InvalidOperationException", "broken"));
    }

    [Fact]
    public void A_backoff_function_that_throws_counts_as_the_default() =>
        Thrown(new InvalidOperationException(), backoff: Backoff.From(_ => throw new FormatException())).Detail!.Due
            .ShouldBe(new DueTime(null, TimeSpan.FromSeconds(17)));

    [Fact]
    public void The_last_attempt_discards_and_says_so()
    {
        var (end, detail) = AttemptOutcome.Of(Attempts.Context(attempt: 2, maxAttempts: 2), new FormatException("bad date"), null, 0.5);

        end.ShouldBe(AttemptEnd.Discarded);
        detail!.Reason.ShouldBe("out of attempts (2): bad date");
        detail.Error!.Attempt.ShouldBe(2);
    }

    [Fact]
    public void A_timeout_says_how_long_it_was()
    {
        var context = Attempts.Context(timeout: TimeSpan.FromSeconds(5), stopped: StopReason.Timeout);

        var error = AttemptOutcome.Of(context, new OperationCanceledException("stopped"), null, 0.5).Detail!.Error!;

        error.Type.ShouldBe("System.TimeoutException");
        error.Message.ShouldBe("The attempt ran longer than its timeout of 00:00:05. ---> OperationCanceledException: stopped");
    }

    [Theory]
    [InlineData(StopReason.Timeout, AttemptEnd.Retry)]
    [InlineData(StopReason.Cancelled, AttemptEnd.Cancelled)]
    [InlineData(StopReason.Shutdown, AttemptEnd.Return)]
    public void An_abandoned_handler_ends_as_its_stop_reason_says(StopReason stopped, AttemptEnd end) =>
        AttemptOutcome.OfAbandoned(Attempts.Context(stopped: stopped), "by Ann", 0.5).End.ShouldBe(end);

    [Fact]
    public void An_abandoned_handler_is_named_so_in_the_error_and_in_the_reason()
    {
        var late = Attempts.Context(timeout: TimeSpan.FromSeconds(5), stopped: StopReason.Timeout);

        AttemptOutcome.OfAbandoned(late, null, 0.5).Detail!.Error!.Message
            .ShouldBe("The attempt ran longer than its timeout of 00:00:05 and ignored its token; it was abandoned.");
        AttemptOutcome.OfAbandoned(Attempts.Context(stopped: StopReason.Cancelled), "by Ann", 0.5).Detail!.Reason
            .ShouldBe("by Ann (abandoned: the handler ignored its token)");
    }

    [Fact]
    public void Reasons_are_kept_within_the_length_of_a_message()
    {
        var endless = new string('x', 100_000);

        string?[] reasons =
        [
            AttemptOutcome.Of(Attempts.Context(), JobOutcome.Cancel(endless)).Detail!.Reason,
            AttemptOutcome.Of(Attempts.Context(), JobOutcome.Discard(endless)).Detail!.Reason,
            AttemptOutcome.Of(Attempts.Context(), JobOutcome.RetryAt(Noon, endless)).Detail!.Error!.Message,
            AttemptOutcome.Of(Attempts.Context(maxAttempts: 1), JobOutcome.RetryAt(Noon, endless)).Detail!.Reason,
            Thrown(new JobDiscardedException(endless)).Detail!.Reason,
            Thrown(new JobCancelledException(endless)).Detail!.Reason,
        ];

        reasons.Select(reason => reason!.Length).ShouldAllBe(length => length <= ErrorLimits.MessageLength);
    }

    private static (AttemptEnd End, AttemptDetail? Detail) Thrown(
        Exception error, StopReason stopped = StopReason.None, Backoff? backoff = null, string? cancelReason = null) =>
        AttemptOutcome.Of(Attempts.Context(backoff: backoff, stopped: stopped), error, cancelReason, 0.5);
}
