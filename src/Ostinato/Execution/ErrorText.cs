using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>The part of an exception that is kept: type, message and stack, cut to <see cref="ErrorLimits"/>.</summary>
internal static class ErrorText
{
    public static AttemptError Of(int attempt, Exception error) => new(
        attempt,
        default,
        error.GetType().FullName ?? error.GetType().Name,
        MessageOf(error),
        (error.StackTrace ?? error.InnerException?.StackTrace) is { } stack ? Cut(stack, ErrorLimits.StackLength) : null);

    /// <summary>What an exception says, and what its cause says beside.</summary>
    public static string MessageOf(Exception error)
    {
        try
        {
            return CutMessage(Messages(error));
        }
        catch (Exception unreadable)
        {
            // The message of a user's exception is the user's code.
            return $"(its message cannot be read: {unreadable.GetType().Name})";
        }
    }

    public static string CutMessage(string text) => Cut(text, ErrorLimits.MessageLength);

    private static string Messages(Exception error) =>
        error.InnerException is { } inner && !error.Message.Contains(inner.Message, StringComparison.Ordinal)
            ? $"{error.Message} ---> {inner.GetType().Name}: {inner.Message}"
            : error.Message;

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var kept = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return string.Concat(text.AsSpan(0, kept), "…");
    }
}
