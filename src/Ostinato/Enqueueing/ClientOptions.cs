namespace Ostinato;

/// <summary>What holds for every enqueue. Configuration section: <c>Ostinato:Client</c>.</summary>
public sealed class ClientOptions
{
    /// <summary>The largest payload in bytes. Default 1 MiB, 1 KiB to 256 MiB.</summary>
    public int MaxPayloadBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// By queue, how many jobs may be available before an enqueue that would exceed it throws <see cref="JobQuotaException"/> and stores
    /// nothing; <c>*</c> is for every queue that is not named. Default none, 1 to 1,000,000,000. Follows a reload.
    /// </summary>
    /// <remarks>
    /// It sheds load, and is not exact: every process counts for itself, at most once a second, and jobs in open transactions are not
    /// counted. Jobs that are scheduled for later are refused like others, and counted once they are due. Schedules, retries, moves, and
    /// what SQL enqueues are never refused.
    /// </remarks>
    public IDictionary<string, int> MaxWaiting { get; } = new Dictionary<string, int>(StringComparer.Ordinal);
}
