namespace Ostinato.Storage;

/// <summary>The errors of one job within <see cref="ErrorLimits"/>: the first one, and the last ones.</summary>
internal sealed class MemoryErrors
{
    private readonly List<AttemptError> _kept = [];

    public void Add(AttemptError error, DateTimeOffset now)
    {
        if (_kept.Count == ErrorLimits.PerJob)
        {
            _kept.RemoveAt(1);
        }

        _kept.Add(error with
        {
            At = now,
            Message = Cut(error.Message, ErrorLimits.MessageLength),
            Stack = error.Stack is { } stack ? Cut(stack, ErrorLimits.StackLength) : null,
        });
    }

    public AttemptError Last => _kept[^1];

    /// <summary>Whether one of them has a text in its type or its message.</summary>
    public bool Mention(string text) => _kept.Exists(error => error.Mentions(text));

    public AttemptError[] ToArray() => [.. _kept];

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
