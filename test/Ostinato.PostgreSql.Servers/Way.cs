namespace Ostinato.PostgreSql.Servers;

/// <summary>Which way bytes go.</summary>
[Flags]
public enum Way
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>From the client to the server.</summary>
    Request = 1,

    /// <summary>From the server to the client.</summary>
    Answer = 2,

    /// <summary>To and fro.</summary>
    Both = Request | Answer,
}
