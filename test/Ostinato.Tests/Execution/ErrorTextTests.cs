using Ostinato.Execution;
using Ostinato.Storage;

namespace Ostinato.Tests.Execution;

public sealed class ErrorTextTests
{
    [Fact]
    public void Type_message_and_stack_are_kept()
    {
        var error = ErrorText.Of(3, Thrown(new FormatException("bad date")));

        (error.Attempt, error.Type, error.Message).ShouldBe((3, "System.FormatException", "bad date"));
        error.Stack!.ShouldContain(nameof(ErrorTextTests));
    }

    [Fact]
    public void The_cause_is_added_to_the_message() =>
        ErrorText.Of(1, new InvalidOperationException("no rates", new TimeoutException("late"))).Message
            .ShouldBe("no rates ---> TimeoutException: late");

    [Fact]
    public void A_cause_that_the_message_already_tells_is_not_repeated() =>
        ErrorText.Of(1, new AggregateException("several", new TimeoutException("late"))).Message.ShouldBe("several (late)");

    [Fact]
    public void Without_a_stack_of_its_own_the_cause_gives_one() =>
        ErrorText.Of(1, new InvalidOperationException("no rates", Thrown(new TimeoutException("late")))).Stack!
            .ShouldContain(nameof(ErrorTextTests));

    [Fact]
    public void A_long_message_is_cut_and_shows_it()
    {
        var message = ErrorText.Of(1, new FormatException(new string('x', 5_000))).Message;

        message.Length.ShouldBe(ErrorLimits.MessageLength);
        message.ShouldEndWith("x…");
    }

    [Fact]
    public void A_long_stack_is_cut() => ErrorText.Of(1, new LongStack()).Stack!.Length.ShouldBe(ErrorLimits.StackLength);

    [Fact]
    public void A_cut_leaves_no_half_of_a_character()
    {
        var faces = string.Concat(Enumerable.Repeat("😀", 2_000));

        string[] messages = [.. new[] { faces, "x" + faces }.Select(text => ErrorText.Of(1, new FormatException(text)).Message)];

        messages.Select(message => message.Length).ShouldBe([ErrorLimits.MessageLength - 1, ErrorLimits.MessageLength], ignoreOrder: true);
        messages.Any(message => message.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar)).ShouldBeFalse();
    }

    [Fact]
    public void An_exception_whose_message_cannot_be_read_is_still_told()
    {
        var error = ErrorText.Of(1, new Unreadable());

        error.Type.ShouldEndWith(nameof(Unreadable));
        error.Message.ShouldBe("(its message cannot be read: FormatException)");
    }

    private static Exception Thrown(Exception error)
    {
        try
        {
            throw error;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    private sealed class LongStack : Exception
    {
        public override string StackTrace => new('x', 20_000);
    }

    private sealed class Unreadable : Exception
    {
        public override string Message => throw new FormatException();
    }
}
