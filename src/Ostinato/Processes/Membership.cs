using Ostinato.Storage;

namespace Ostinato.Processes;

/// <summary>Who this process is in the store now.</summary>
internal sealed class Membership(IProcessRegistry registry, Func<ProcessDescription> describe)
{
    private StrongBox? _identity;

    public ProcessIdentity? Identity => Volatile.Read(ref _identity)?.Value;

    /// <summary>Joins, or joins again under a new epoch.</summary>
    public async Task<ProcessIdentity> JoinAsync(CancellationToken ct)
    {
        var identity = await registry.JoinAsync(describe(), Identity, ct).ConfigureAwait(false);
        Volatile.Write(ref _identity, new StrongBox(identity));
        return identity;
    }

    public async Task LeaveAsync(CancellationToken ct)
    {
        if (Identity is { } identity)
        {
            await registry.LeaveAsync(identity, ct).ConfigureAwait(false);
        }
    }

    private sealed record StrongBox(ProcessIdentity Value);
}
