using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Ostinato.Tests.SourceRules;

/// <summary>The rules of CONTRIBUTING.md that no compiler or analyzer checks.</summary>
public sealed partial class SourceRulesTests
{
    private const int LongestFile = 400;
    private const int WidestLine = 140;

    [Fact]
    public void No_handwritten_production_file_is_longer_than_400_lines()
    {
        var tooLong = Repository.Files("src", "*.cs").Concat(Repository.Files("src", "*.sql"))
            .Select(file => (file, lines: Repository.Lines(file).Length))
            .Where(entry => entry.lines > LongestFile)
            .Select(entry => $"{entry.file}: {entry.lines} lines");

        tooLong.ShouldBeEmpty();
    }

    [Fact]
    public void No_line_of_production_code_is_wider_than_140_columns()
    {
        var tooWide = Repository.Files("src", "*.cs")
            .SelectMany(file => Repository.Lines(file).Index().Where(line => line.Item.Length > WidestLine)
                .Select(line => $"{file}:{line.Index + 1}: {line.Item.Length} columns"));

        tooWide.ShouldBeEmpty();
    }

    [Fact]
    public void Every_production_project_names_a_project_type()
    {
        var known = Directory.EnumerateFiles(Repository.PathOf("eng"), "*.targets")
            .Select(Path.GetFileNameWithoutExtension)
            .Where(name => name != "ProjectType")
            .ToHashSet();
        var projects = Repository.Files("src", "*.csproj");

        var wrong = projects
            .Select(project => (project, type: ProjectType(project)))
            .Where(entry => !known.Contains(entry.type))
            .Select(entry => $"{entry.project}: '{entry.type}'");

        projects.ShouldNotBeEmpty();
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void No_test_is_skipped()
    {
        var skipped = Repository.Files("test", "*.cs").Where(file => SkippedTest().IsMatch(Repository.Text(file)));

        skipped.ShouldBeEmpty();
    }

    [Fact]
    public void No_production_code_throws_NotImplementedException()
    {
        var unfinished = Repository.Files("src", "*.cs").Where(file => Unfinished().IsMatch(Repository.Text(file)));

        unfinished.ShouldBeEmpty();
    }

    private static string? ProjectType(string project) =>
        XDocument.Parse(Repository.Text(project)).Descendants("ProjectType").SingleOrDefault()?.Value;

    [GeneratedRegex(@"\[[^\]]*\b(Fact|Theory|\w+Data)\b[^\]]*\bSkip(When|Unless|Exceptions|Type)?\s*=|\bAssert\.Skip")]
    private static partial Regex SkippedTest();

    [GeneratedRegex(@"\bthrow\s+new\s+(System\.)?NotImplementedException\b")]
    private static partial Regex Unfinished();
}
