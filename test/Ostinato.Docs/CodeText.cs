using System.Text.RegularExpressions;

namespace Ostinato.Docs;

/// <summary>Code in pages and in regions of source files, brought into one form.</summary>
internal static partial class CodeText
{
    /// <summary>The blocks of a page in one language.</summary>
    public static IEnumerable<string> Blocks(string page, string language) =>
        Block().Matches(page).Where(match => match.Groups["language"].Value == language).Select(match => Normal(match.Groups["code"].Value));

    /// <summary>The regions of a source file, by name.</summary>
    public static IEnumerable<(string Name, string Code)> Regions(string source) =>
        Region().Matches(source).Select(match => (match.Groups["name"].Value, Normal(match.Groups["code"].Value)));

    /// <summary>Without common indentation, trailing spaces, and blank lines around.</summary>
    public static string Normal(string code)
    {
        var lines = code.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).ToList();
        var indentation = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(line => line.Length > indentation ? line[indentation..] : "")).Trim('\n');
    }

    [GeneratedRegex(@"^[ ]*```(?<language>\w*)\n(?<code>.*?)^[ ]*```\s*?$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^[ ]*#region (?<name>\S+)\n(?<code>.*?)^[ ]*#endregion$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();
}
