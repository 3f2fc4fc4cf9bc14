using System.Reflection;

namespace Ostinato.PostgreSql;

/// <summary>
/// The statements of one embedded .sql file. The files speak of the schema <c>ostinato</c>; <see cref="In"/> puts another in its place.
/// </summary>
internal sealed class SqlFile : SqlStatements
{
    public const string DefaultSchema = "ostinato";

    private SqlFile(string name, string text)
        : base(name, text)
    {
    }

    public static SqlFile Load(string name, string schema) => Load(name, schema, typeof(SqlFile).Assembly);

    public static SqlFile Load(string name, string schema, Assembly assembly) => new(name, Text(name, schema, assembly));

    /// <summary>The whole text of a file, in a schema.</summary>
    public static string Text(string name, string schema, Assembly assembly) => In(schema, Read(name, assembly));

    private static string In(string schema, string sql) => schema == DefaultSchema
        ? sql
        : sql.Replace("schema if not exists ostinato;", $"schema if not exists {schema};", StringComparison.Ordinal)
            .Replace("ostinato.", schema + ".", StringComparison.Ordinal);
}
