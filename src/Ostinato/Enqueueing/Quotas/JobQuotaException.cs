using System.Globalization;

namespace Ostinato;

/// <summary>
/// So many jobs of a queue wait already that no more are taken. Nothing was stored. What calls may shed the load: answer 429 or 503, try
/// again later, or do without.
/// </summary>
public sealed class JobQuotaException(string queue, long waiting, int limit, int refused) : Exception(string.Create(
    CultureInfo.InvariantCulture,
    $"Queue '{queue}' takes no more jobs: {waiting:N0} wait and {refused:N0} more would exceed {limit:N0} "
    + $"(Ostinato:Client:MaxWaiting:{queue}). Nothing was stored. Try again later, run more workers, or raise the limit."))
{
    /// <summary>The queue.</summary>
    public string Queue { get; } = queue;

    /// <summary>How many of its jobs wait, as this process knows it: up to a second old, and no higher than the limit needs.</summary>
    public long Waiting { get; } = waiting;

    /// <summary>The limit: <see cref="ClientOptions.MaxWaiting"/> of the queue.</summary>
    public int Limit { get; } = limit;

    /// <summary>How many jobs for this queue the call had.</summary>
    public int Refused { get; } = refused;
}
