using System.Reflection;

namespace Ostinato.Sqlite;

/// <summary>The statements of one embedded .sql file. A line <c>-- name: x</c> begins the statement x.</summary>
internal sealed class SqlFile
{
    private const string Mark = "-- name: ";

    private readonly Dictionary<string, string> _statements = new(StringComparer.Ordinal);
    private readonly string _file;

    private SqlFile(string file, string text)
    {
        _file = file;
        foreach (var part in ("\n" + text).Split("\n" + Mark).Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            _statements.Add(part[..end].Trim(), part[(end + 1)..].Trim());
        }
    }

    public IReadOnlyDictionary<string, string> Statements => _statements;

    public string this[string name] =>
        _statements.TryGetValue(name, out var sql) ? sql : throw new KeyNotFoundException($"{_file} has no statement named '{name}'.");

    public static SqlFile Load(string name) => Load(name, typeof(SqlFile).Assembly);

    public static SqlFile Load(string name, Assembly assembly)
    {
        var file = name + ".sql";
        using var stream = assembly.GetManifestResourceStream(file)
            ?? throw new FileNotFoundException($"The assembly holds no file named {file}.", file);
        using var reader = new StreamReader(stream);
        return new SqlFile(file, reader.ReadToEnd().ReplaceLineEndings("\n"));
    }
}
