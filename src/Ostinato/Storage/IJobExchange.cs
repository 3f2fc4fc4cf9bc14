namespace Ostinato.Storage;

/// <summary>The hot path: everything a process says and asks in one trip and one transaction.</summary>
public interface IJobExchange
{
    /// <summary>
    /// Checks that the process still stands under its epoch, writes how its attempts ended, and claims what fits, in this order and
    /// atomically. A process that no longer stands changes nothing and is told so.
    /// </summary>
    ValueTask<ExchangeResult> ExchangeAsync(ExchangeRequest request, CancellationToken ct);
}

/// <summary>What a process says and asks.</summary>
/// <param name="Process">Who speaks.</param>
/// <param name="Acknowledgements">How attempts ended. One for a job that this process no longer holds is ignored.</param>
/// <param name="Claims">What fits, at most one entry a queue.</param>
public sealed record ExchangeRequest(
    ProcessIdentity Process, IReadOnlyList<Acknowledgement> Acknowledgements, IReadOnlyList<ClaimRequest> Claims);

/// <summary>How much of one queue a process can take.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Limit">How many jobs at the most, those that will wait in memory included.</param>
/// <param name="HoldsSuspect">
/// Whether the process holds a job of this queue whose holders died twice or more often. It is given no other such job then, so that the
/// next death tells which one is poison.
/// </param>
public readonly record struct ClaimRequest(string Queue, int Limit, bool HoldsSuspect = false);

/// <summary>What the store answers.</summary>
public sealed record ExchangeResult
{
    /// <summary>The answer to a process that was declared dead: nothing was changed.</summary>
    public static ExchangeResult LostLease { get; } = new() { StillStands = false };

    /// <summary>Whether the process stands. False means that it must drop what it holds and join again.</summary>
    public bool StillStands { get; init; } = true;

    /// <summary>
    /// Jobs whose acknowledgement changed nothing: the process does not hold them any more, or the transaction in which they were
    /// completed has committed.
    /// </summary>
    public IReadOnlyList<ClaimedJob> Ignored { get; init; } = [];

    /// <summary>
    /// Jobs whose acknowledgement waits for the end of the transaction in which they were completed. It must be sent again; the store
    /// signals when there is a reason to.
    /// </summary>
    public IReadOnlyList<ClaimedJob> Undecided { get; init; } = [];

    /// <summary>The claimed jobs, in the order in which to start them.</summary>
    public IReadOnlyList<ClaimedJob> Claimed { get; init; } = [];

    /// <summary>Jobs held by this process that somebody wants cancelled; repeated until they are acknowledged.</summary>
    public IReadOnlyList<CancelRequest> Cancellations { get; init; } = [];

    /// <summary>How long until the next waiting job is due; null when none waits.</summary>
    public TimeSpan? NextDueIn { get; init; }
}

/// <summary>A job that this process holds now.</summary>
public sealed class ClaimedJob
{
    /// <summary>The id.</summary>
    public required JobId Id { get; init; }

    private readonly StoredName _name;

    /// <summary>The wire name. Where a store sets it, the name that it keeps: <see cref="StoredName"/>.</summary>
    public required string Name
    {
        get => _name.Name;
        init => _name = StoredName.Parse(value);
    }

    /// <summary>The version in which its payload is stored, from 1.</summary>
    public int Version => _name.Version;

    /// <summary>Name and version as the store keeps them.</summary>
    public string StoredAs => _name.ToString();

    /// <summary>The queue.</summary>
    public required string Queue { get; init; }

    /// <summary>0 first to 9 last.</summary>
    public required int Priority { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>How many processes died while they held this job, as it is stored; see <see cref="ClaimRule.Deaths"/>.</summary>
    public int Crashes { get; init; }

    /// <summary>Whether it must run alone in its process.</summary>
    public bool IsQuarantined => ClaimRule.IsQuarantined(Crashes);

    /// <summary>The payload in UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The headers as they were stored.</summary>
    public ReadOnlyMemory<byte> Headers { get; init; }

    /// <summary>When it was stored, by the store's clock.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>When it could have started, by the store's clock.</summary>
    public required DateTimeOffset AvailableAt { get; init; }

    /// <summary>When it was claimed, by the store's clock.</summary>
    public required DateTimeOffset ClaimedAt { get; init; }

    /// <summary>Whatever the store needs to find the job again; opaque to everybody else.</summary>
    public object? Token { get; init; }
}

/// <summary>Somebody wants a running job cancelled.</summary>
/// <param name="Id">The job.</param>
/// <param name="Reason">Why.</param>
public readonly record struct CancelRequest(JobId Id, string Reason);
