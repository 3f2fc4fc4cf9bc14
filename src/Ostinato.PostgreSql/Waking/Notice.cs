namespace Ostinato.PostgreSql;

/// <summary>What processes tell each other: a queue, or everything, has something new, or something at an old place.</summary>
/// <remarks>
/// As text: <c>+mail</c> or <c>-mail</c>; without a name, everything. <c>*</c> is everything, and what is said of queues.
/// </remarks>
internal readonly record struct Notice(string? Queue, bool WentBack)
{
    private const string SaidOfQueues = "*";

    /// <summary>What people say of queues has changed, and so may anything.</summary>
    public static Notice QueueSettings { get; } = new(null, WentBack: true) { ConcernsQueueSettings = true };

    public bool ConcernsQueueSettings { get; init; }

    public string Text => ConcernsQueueSettings ? SaidOfQueues : (WentBack ? "-" : "+") + Queue;

    public static Notice Of(string? queue, bool wentBack) => new(queue, wentBack);

    /// <summary>What cannot be read means that anything may have changed.</summary>
    public static Notice Parse(string text) => text == SaidOfQueues
        ? QueueSettings
        : new(text.Length > 1 && text[0] is '+' or '-' ? text[1..] : null, text.Length == 0 || text[0] != '+');
}
