namespace Ostinato.PostgreSql;

/// <summary>What processes tell each other: a queue, or everything, has something new, or something at an old place.</summary>
/// <remarks>
/// As text: <c>+mail</c> or <c>-mail</c>; without a name, everything. <c>*</c> is everything, and what is said of queues. <c>!17</c>: job
/// 17, which somebody follows, has changed. <c>?a7:17</c>: process a7 follows job 17.
/// </remarks>
internal readonly record struct Notice(string? Queue, bool WentBack)
{
    private const string SaidOfQueues = "*";

    /// <summary>What people say of queues has changed, and so may anything.</summary>
    public static Notice QueueSettings { get; } = new(null, WentBack: true) { ConcernsQueueSettings = true };

    public bool ConcernsQueueSettings { get; init; }

    /// <summary>The one job that it tells of.</summary>
    public JobId? Job { get; init; }

    /// <summary>Who follows the job; null where it has changed.</summary>
    public string? Follower { get; init; }

    public string Text => Job is { } job ? (Follower is null ? "!" : $"?{Follower}:") + job
        : ConcernsQueueSettings ? SaidOfQueues
        : (WentBack ? "-" : "+") + Queue;

    public static Notice Of(string? queue, bool wentBack) => new(queue, wentBack);

    public static Notice Changed(JobId job) => new(null, WentBack: false) { Job = job };

    public static Notice Followed(JobId job, string follower) => new(null, WentBack: false) { Job = job, Follower = follower };

    /// <summary>What cannot be read means that anything may have changed.</summary>
    public static Notice Parse(string text) => text switch
    {
        SaidOfQueues => QueueSettings,
        ['!', .. var id] when JobId.TryParse(id, null, out var job) => Changed(job),
        ['?', .. var said] when said.Split(':', 2) is [var follower, var id] && JobId.TryParse(id, null, out var job) =>
            Followed(job, follower),
        ['+' or '-', _, ..] => new(text[1..], text[0] == '-'),
        _ => new(null, text is not ['+', ..]),
    };
}
