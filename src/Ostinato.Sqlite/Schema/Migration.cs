using System.Globalization;
using System.Reflection;

namespace Ostinato.Sqlite;

/// <summary>One numbered step of the schema: an embedded file such as <c>0001_initial.sql</c>.</summary>
internal sealed record Migration(int Version, string Sql)
{
    private static readonly Assembly Here = typeof(Migration).Assembly;

    /// <summary>All steps in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = [.. Here.GetManifestResourceNames()
        .Where(file => char.IsAsciiDigit(file[0]))
        .Order(StringComparer.Ordinal)
        .Select(file => new Migration(VersionOf(file), SqlFile.Text(file[..^".sql".Length], Here)))];

    /// <summary>The version that this program is made for.</summary>
    public static int Latest { get; } = All[^1].Version;

    private static int VersionOf(string file) =>
        int.Parse(file.AsSpan(0, file.IndexOf('_', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
}
