namespace Ostinato.PostgreSql.Servers;

/// <summary>The servers that tests can start, by where they come from.</summary>
public enum PostgreSqlVersion
{
    /// <summary>PostgreSQL 15 of the Debian package.</summary>
    Debian15,

    /// <summary>PostgreSQL 18 of an npm package, in this repository's artifacts.</summary>
    Npm18,
}
