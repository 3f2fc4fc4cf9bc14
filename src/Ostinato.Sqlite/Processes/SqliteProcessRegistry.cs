using Ostinato.Storage;

namespace Ostinato.Sqlite;

internal sealed class SqliteProcessRegistry(Writer writer) : IProcessRegistry
{
    public async ValueTask<ProcessIdentity> JoinAsync(ProcessDescription description, ProcessIdentity? earlier, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(description);
        return await writer.RunAsync(session => session.Registry.Join(description, earlier), Flush.Later, ct).ConfigureAwait(false);
    }

    public async ValueTask<Heartbeat> BeatAsync(ProcessIdentity process, CancellationToken ct) =>
        await writer.RunAsync(session => session.Registry.Beat(process), Flush.Later, ct).ConfigureAwait(false);

    public async ValueTask LeaveAsync(ProcessIdentity process, CancellationToken ct) =>
        await writer.RunAsync(session => session.Registry.Leave(process), Flush.Now, ct).ConfigureAwait(false);

    public async ValueTask<ReapedJobs?> ReapAsync(ProcessBeat observed, int poisonAfter, CancellationToken ct) =>
        await writer.RunAsync(session => session.Reaper.Reap(observed, poisonAfter), Flush.Now, ct).ConfigureAwait(false);
}
