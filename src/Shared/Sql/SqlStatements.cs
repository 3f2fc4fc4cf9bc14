using System.Reflection;

namespace Ostinato.Storage.Sql;

/// <summary>The statements of one .sql file. A line <c>-- name: x</c> begins the statement x, and its last semicolon ends it.</summary>
internal class SqlStatements
{
    private const string Mark = "-- name: ";

    private readonly Dictionary<string, string> _statements = new(StringComparer.Ordinal);
    private readonly string _name;

    protected SqlStatements(string name, string text)
    {
        _name = name;
        foreach (var part in ("\n" + text).Split("\n" + Mark).Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);

            // What stands between its end and the next mark is said of the next one.
            _statements.Add(part[..end].Trim(), part[(end + 1)..part.LastIndexOf(';')].Trim());
        }
    }

    public IReadOnlyDictionary<string, string> Statements => _statements;

    public string this[string name] => _statements.TryGetValue(name, out var sql)
        ? sql
        : throw new KeyNotFoundException($"{_name}.sql has no statement named '{name}'.");

    /// <summary>The whole text of an embedded file.</summary>
    protected static string Read(string name, Assembly assembly)
    {
        var file = name + ".sql";
        using var stream = assembly.GetManifestResourceStream(file)
            ?? throw new FileNotFoundException($"The assembly holds no file named {file}.", file);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
