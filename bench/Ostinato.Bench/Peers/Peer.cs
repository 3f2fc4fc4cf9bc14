namespace Ostinato.Bench.Peers;

/// <summary>Other job systems on PostgreSQL, by the names that the command line knows them by.</summary>
internal static class Peer
{
    public const string Graphile = "graphile";
    public const string PgBoss = "pgboss";
    public const string Quartz = "quartz";

    public static string[] All { get; } = [Graphile, PgBoss, Quartz];
}
