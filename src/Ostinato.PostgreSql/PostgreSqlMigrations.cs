using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ostinato.PostgreSql;

namespace Ostinato;

/// <summary>The tables of the PostgreSQL store, for those who create and update them apart from the program.</summary>
public static class PostgreSqlMigrations
{
    /// <summary>The version of the schema that this package is made for.</summary>
    public static int Latest => Migration.Latest;

    /// <summary>
    /// Creates the schema or brings it up to date. Any number of processes may call it at once. It waits for no lock longer than two
    /// seconds at a time.
    /// </summary>
    /// <param name="source">Where the database is. Its user must be allowed to create a schema, or tables in the one that is there.</param>
    /// <param name="schema">The schema. Default <c>ostinato</c>.</param>
    /// <param name="ct">Cancels; what is not finished is rolled back.</param>
    /// <exception cref="OstinatoConfigurationException">The name is not one for a schema.</exception>
    public static Task MigrateAsync(NpgsqlDataSource source, string schema = SqlFile.DefaultSchema, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        new PostgreSqlStoreOptions { Schema = schema }.Validate();
        return new Migrator(source, schema, TimeProvider.System, NullLogger.Instance).MigrateAsync(ct);
    }

    /// <summary>
    /// The SQL that leads from one version to the latest, for <c>psql -1 -f</c> or a migration of another tool. It must run in one
    /// transaction.
    /// </summary>
    /// <param name="from">The version in the database; 0 where there is none.</param>
    /// <param name="schema">The schema. Default <c>ostinato</c>.</param>
    /// <exception cref="OstinatoConfigurationException">The name is not one for a schema.</exception>
    public static string Script(int from = 0, string schema = SqlFile.DefaultSchema)
    {
        new PostgreSqlStoreOptions { Schema = schema }.Validate();
        var script = new StringBuilder();
        foreach (var migration in Migration.All(schema).Where(migration => migration.Version > from))
        {
            script.Append(migration.Sql).Append('\n');
        }

        return script.ToString();
    }
}
