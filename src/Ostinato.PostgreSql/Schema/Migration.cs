using System.Globalization;
using System.Reflection;

namespace Ostinato.PostgreSql;

/// <summary>One numbered step of the schema: an embedded file such as <c>0001_initial.sql</c>.</summary>
internal sealed record Migration(int Version, string Name, string Sql)
{
    private static readonly Assembly Here = typeof(Migration).Assembly;

    /// <summary>All steps in order, for a schema.</summary>
    public static IReadOnlyList<Migration> All(string schema) => [.. Here.GetManifestResourceNames()
        .Where(file => char.IsAsciiDigit(file[0]))
        .Order(StringComparer.Ordinal)
        .Select(file => Read(file[..^".sql".Length], schema))];

    /// <summary>The version that this program is made for.</summary>
    public static int Latest { get; } = All(SqlFile.DefaultSchema)[^1].Version;

    private static Migration Read(string file, string schema)
    {
        var separator = file.IndexOf('_', StringComparison.Ordinal);
        var version = int.Parse(file[..separator], CultureInfo.InvariantCulture);
        return new Migration(version, file[(separator + 1)..], SqlFile.Text(file, schema, Here));
    }
}
