namespace Ostinato;

/// <summary>Whether a store uses what belongs to a session: prepared statements and LISTEN.</summary>
public enum PostgreSqlSessions
{
    /// <summary>Uses it unless the start finds that a pooler stands before the server.</summary>
    Detect,

    /// <summary>Uses it. A pooler on the way must give each client a server connection of its own.</summary>
    Use,

    /// <summary>
    /// Does without: right behind a pooler that changes server connections between transactions. Other processes are noticed by looking.
    /// </summary>
    Avoid,
}
