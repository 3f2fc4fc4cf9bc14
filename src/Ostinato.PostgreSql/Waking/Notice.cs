namespace Ostinato.PostgreSql;

/// <summary>What processes tell each other: a queue, or everything, has something new, or something at an old place.</summary>
/// <remarks>As text: <c>+mail</c> or <c>-mail</c>; without a name, everything.</remarks>
internal readonly record struct Notice(string? Queue, bool WentBack)
{
    public string Text => (WentBack ? "-" : "+") + Queue;

    public static Notice Of(string? queue, bool wentBack) => new(queue, wentBack);

    /// <summary>What cannot be read means that anything may have changed.</summary>
    public static Notice Parse(string text) =>
        new(text.Length > 1 && text[0] is '+' or '-' ? text[1..] : null, text.Length == 0 || text[0] != '+');
}
