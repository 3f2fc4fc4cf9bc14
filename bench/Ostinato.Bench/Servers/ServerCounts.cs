namespace Ostinato.Bench.Servers;

/// <summary>What a server has counted.</summary>
/// <param name="WalBytes">Written to the log, by the whole server.</param>
/// <param name="Commits">In the database of the run.</param>
/// <param name="Versions">Of rows that updates and deletes have left dead.</param>
/// <param name="ReadyPages">Pages of the table of waiting jobs and its indexes that were touched.</param>
internal readonly record struct ServerCounts(long WalBytes, TimeSpan Cpu, long Commits, long Versions, long ReadyPages)
{
    public static ServerCounts operator -(ServerCounts after, ServerCounts before) => new(
        after.WalBytes - before.WalBytes, after.Cpu - before.Cpu, after.Commits - before.Commits, after.Versions - before.Versions,
        after.ReadyPages - before.ReadyPages);
}

/// <summary>What a stretch of time cost the server.</summary>
/// <param name="Counts">What it counted meanwhile.</param>
/// <param name="FullPageBytes">The part of the log that is copies of pages after a checkpoint; null where the server cannot tell.</param>
/// <param name="Sessions">What was seen of its sessions.</param>
internal sealed record ServerUsage(ServerCounts Counts, long? FullPageBytes, SessionWatch Sessions);
