using System.Collections.Concurrent;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>What each process that speaks through this store holds.</summary>
internal sealed class HeldByProcess
{
    private readonly ConcurrentDictionary<ProcessIdentity, HeldLeases> _held = new();

    public HeldLeases Of(ProcessIdentity process) => _held.GetOrAdd(process, process => new HeldLeases(process) { IsUncertain = true });

    /// <summary>Begins the life of a process, in which it holds nothing so far.</summary>
    public void Begin(ProcessIdentity process) => _held[process] = new HeldLeases(process);

    public void Forget(ProcessIdentity process) => _held.TryRemove(process, out _);
}
