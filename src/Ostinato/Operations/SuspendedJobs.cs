using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>
/// Puts jobs back that were set aside for want of code, once this process has the code and serves their queue: as many at a time as it can
/// start. While processes of older code serve the queue too, they set some of them aside again; what is put back beyond what this process
/// can start would only go round.
/// </summary>
internal sealed class SuspendedJobs(
    IJobControl control, IReadOnlyCollection<string> names, IReadOnlyCollection<string> queues, Func<Dictionary<string, int>> room,
    ILogger logger)
{
    /// <summary>How often it looks while it finds some.</summary>
    public static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    /// <summary>How often it looks while there are none.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    /// <summary>How often it looks, at the least, for a time after it has found some.</summary>
    private static readonly TimeSpan AttentivePause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Attention = TimeSpan.FromMinutes(1);

    private bool _triedPayloads;
    private TimeSpan _sinceFound = Attention;

    /// <summary>How long until the next round is worth it: soon after one that found something, then later and later.</summary>
    public TimeSpan Pause { get; private set; } = LongestPause;

    /// <summary>
    /// The first round. Where another process serves a queue of this one without all of its code, as while a deployment rolls, jobs will be
    /// set aside, and are looked for often at first.
    /// </summary>
    public async Task BeginAsync(IJobQuery query, CancellationToken ct)
    {
        await RoundAsync(ct).ConfigureAwait(false);
        var others = (await query.ProcessesAsync(ct).ConfigureAwait(false)).Select(process => process.Description);
        if (others.Any(other => other.Queues.Keys.Any(queues.Contains) && names.Except(other.Names).Any()))
        {
            (_sinceFound, Pause) = (TimeSpan.Zero, AttentivePause);
        }
    }

    /// <summary>
    /// An unknown name is tried again in every round; an unreadable payload once, since this process' code does not change.
    /// </summary>
    public async Task RoundAsync(CancellationToken ct)
    {
        if (!_triedPayloads)
        {
            await ResumeAsync(SuspensionReason.UnreadablePayload, queues, int.MaxValue, ct).ConfigureAwait(false);
            _triedPayloads = true;
        }

        var free = room();
        var resumed = free.Count == 0
            ? 0
            : await ResumeAsync(SuspensionReason.UnknownName, free.Keys, free.Values.Sum(), ct).ConfigureAwait(false);
        _sinceFound = resumed > 0 ? TimeSpan.Zero : _sinceFound + Pause;
        var longest = _sinceFound >= Attention ? LongestPause : AttentivePause;
        Pause = resumed > 0 ? ShortestPause : Pause * 2 < longest ? Pause * 2 : longest;
    }

    private async Task<int> ResumeAsync(
        SuspensionReason reason, IReadOnlyCollection<string> within, int limit, CancellationToken ct)
    {
        var resumed = await control.ResumeSuspendedAsync(reason, names, within, limit, ct).ConfigureAwait(false);
        if (resumed > 0)
        {
            OperationsLog.Resumed(logger, resumed, reason);
        }

        return resumed;
    }
}
