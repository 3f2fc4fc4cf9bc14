namespace Ostinato.PostgreSql.Servers;

/// <summary>How a server ends.</summary>
public enum StopMode
{
    /// <summary>It ends its sessions and leaves everything in order.</summary>
    Fast,

    /// <summary>It drops everything, as in a crash, and recovers when it starts again.</summary>
    Immediate,
}
