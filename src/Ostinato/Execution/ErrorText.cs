using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>The part of an exception that is kept: type, message and stack, cut to <see cref="ErrorLimits"/>.</summary>
internal static class ErrorText
{
    public static AttemptError Of(int attempt, Exception error) => new(
        attempt,
        default,
        error.GetType().FullName ?? error.GetType().Name,
        Cut(Messages(error), ErrorLimits.MessageLength),
        (error.StackTrace ?? error.InnerException?.StackTrace) is { } stack ? Cut(stack, ErrorLimits.StackLength) : null);

    private static string Messages(Exception error) =>
        error.InnerException is { } inner && !error.Message.Contains(inner.Message, StringComparison.Ordinal)
            ? $"{error.Message} ---> {inner.GetType().Name}: {inner.Message}"
            : error.Message;

    private static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");
}
