using System.Globalization;
using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>Makes sure that the server and the schema are as the store needs them before anything else is done.</summary>
internal sealed class StartCheck(NpgsqlDataSource source, PostgreSqlStoreOptions options, Migrator migrator)
{
    private const int OldestServer = 150_000;

    private readonly SqlFile _sql = SqlFile.Load("Schema", options.Schema);

    /// <summary>Checks, creates or migrates where that is asked for, and says whether a pooler stands before the server.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        var facts = await ReadAsync(ct).ConfigureAwait(false);
        Require(facts);
        await RequireSchemaAsync(facts, ct).ConfigureAwait(false);
        return facts.HasPooler;
    }

    /// <summary>What has become wrong since the start.</summary>
    /// <param name="usesSessions">Whether the store uses what belongs to a session.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<List<Finding>> FindAsync(bool usesSessions, CancellationToken ct)
    {
        var facts = await ReadAsync(ct).ConfigureAwait(false);
        var findings = new List<Finding>();
        if (facts.HasPooler && usesSessions)
        {
            findings.Add(new Finding(
                "pooler-with-sessions",
                FindingSeverity.Critical,
                "A pooler stands before the server, and the store prepares statements and listens as if it had sessions of its own.",
                "Set PostgreSqlStoreOptions.Sessions to Detect or Avoid, unless the pooler gives each client a session of its own."));
        }

        var version = (await migrator.VersionAsync(ct).ConfigureAwait(false)).Number;
        if (version != Migration.Latest)
        {
            findings.Add(new Finding(
                "schema-version",
                FindingSeverity.Warning,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Schema '{options.Schema}' has version {version}, and this program is made for version {Migration.Latest}."),
                version > Migration.Latest
                    ? "Deploy the newer program everywhere."
                    : "Call PostgreSqlMigrations.MigrateAsync, or run PostgreSqlMigrations.Script in psql."));
        }

        return findings;
    }

    private async Task<Facts> ReadAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(_sql["facts"], connection);
        await using var row = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        await row.ReadAsync(ct).ConfigureAwait(false);

        // A pooler makes up a process number of its own for each client.
        return new Facts(
            row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), row.GetInt32(4) != connection.ProcessID,
            row.GetBoolean(5), connection.Database);
    }

    private static void Require(Facts facts)
    {
        if (facts.Version < OldestServer)
        {
            throw Wrong(
                $"the server is PostgreSQL {facts.Version / 10_000}, and the store needs 15 or newer", "Upgrade the server");
        }

        if (facts.Encoding != "UTF8")
        {
            throw Wrong($"database '{facts.Database}' is encoded in {facts.Encoding}, and jobs are UTF-8", "Create one with encoding UTF8");
        }

        if (facts.Isolation != "read committed")
        {
            throw Wrong(
                $"transactions are {facts.Isolation} by default, and fencing needs read committed",
                "Add `Options=-c default_transaction_isolation=read\\ committed` to the store's connection string, or give it a user "
                + "of its own");
        }

        if (facts.IsStandby)
        {
            throw Wrong(
                "the server is a standby and takes no writes",
                "Connect to the primary, for example with `Target Session Attributes=primary` and all hosts in the connection string");
        }
    }

    private async Task RequireSchemaAsync(Facts facts, CancellationToken ct)
    {
        var version = facts.HasSchema ? await migrator.VersionAsync(ct).ConfigureAwait(false) : default;
        if (version.ServesThisProgram)
        {
            return;
        }

        if (version.IsTooNew)
        {
            throw Wrong(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"schema '{options.Schema}' has version {version.Number}, which serves programs from version {version.Serves} on, and "
                    + $"this program is made for version {Migration.Latest}"),
                "Update the program");
        }

        if (version.IsMissing ? !options.CreateSchema : !options.Migrate)
        {
            var what = version.IsMissing
                ? $"database '{facts.Database}' has no Ostinato tables in schema '{options.Schema}'"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"schema '{options.Schema}' has version {version.Number}, and this program needs version {Migration.Latest}");
            throw Wrong(
                what,
                $"Call `PostgreSqlMigrations.MigrateAsync`, run the text of `PostgreSqlMigrations.Script` in psql, or start once with "
                + $"{(version.IsMissing ? nameof(options.CreateSchema) : nameof(options.Migrate))} set to true");
        }

        await migrator.MigrateAsync(ct).ConfigureAwait(false);
    }

    private static OstinatoConfigurationException Wrong(string what, string remedy) =>
        new($"The PostgreSQL store cannot be opened: {what}. {remedy}.");

    private sealed record Facts(
        int Version, string Encoding, string Isolation, bool IsStandby, bool HasPooler, bool HasSchema, string Database);
}
