using System.Reflection;

namespace Ostinato.PostgreSql;

/// <summary>
/// The statements of one embedded .sql file. A line <c>-- name: x</c> begins the statement x. The files speak of the schema
/// <c>ostinato</c>; <see cref="In"/> puts another in its place.
/// </summary>
internal sealed class SqlFile
{
    public const string DefaultSchema = "ostinato";
    private const string Mark = "-- name: ";

    private readonly Dictionary<string, string> _statements;
    private readonly string _file;

    private SqlFile(string file, Dictionary<string, string> statements)
    {
        _file = file;
        _statements = statements;
    }

    public IReadOnlyDictionary<string, string> Statements => _statements;

    public string this[string name] =>
        _statements.TryGetValue(name, out var sql) ? sql : throw new KeyNotFoundException($"{_file} has no statement named '{name}'.");

    public static SqlFile Load(string name, string schema) => Load(name, schema, typeof(SqlFile).Assembly);

    public static SqlFile Load(string name, string schema, Assembly assembly)
    {
        var statements = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in ("\n" + Text(name, schema, assembly)).Split("\n" + Mark).Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);

            // What stands between its end and the next mark is said of the next one.
            statements.Add(part[..end].Trim(), part[(end + 1)..part.LastIndexOf(';')].Trim());
        }

        return new SqlFile(name + ".sql", statements);
    }

    /// <summary>The whole text of a file, in a schema.</summary>
    public static string Text(string name, string schema, Assembly assembly)
    {
        var file = name + ".sql";
        using var stream = assembly.GetManifestResourceStream(file)
            ?? throw new FileNotFoundException($"The assembly holds no file named {file}.", file);
        using var reader = new StreamReader(stream);
        return In(schema, reader.ReadToEnd().ReplaceLineEndings("\n"));
    }

    private static string In(string schema, string sql) => schema == DefaultSchema
        ? sql
        : sql.Replace("schema if not exists ostinato;", $"schema if not exists {schema};", StringComparison.Ordinal)
            .Replace("ostinato.", schema + ".", StringComparison.Ordinal);
}
