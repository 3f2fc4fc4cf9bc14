using Microsoft.CodeAnalysis;
using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Diagnostics;

/// <summary>Every diagnostic leads to a page that says the same as the code.</summary>
public sealed class DocumentationTests
{
    private static readonly DiagnosticDescriptor[] Descriptors =
        [.. Analysis.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).DistinctBy(d => d.Id).OrderBy(d => d.Id)];

    public static TheoryData<string> EveryId { get; } = [.. Descriptors.Select(descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(EveryId))]
    public void A_diagnostic_has_a_page_of_cause_example_and_fix(string id)
    {
        var descriptor = Descriptors.Single(descriptor => descriptor.Id == id);

        var headings = File.ReadLines(Page(id + ".md"))
            .Where(line => line.StartsWith('#') || line.StartsWith("Severity", StringComparison.Ordinal));

        headings.ShouldBe(
        [
            $"# {id}: {descriptor.Title}",
            $"Severity: {Severity(descriptor)}",
            "## Cause",
            "## Example",
            "## Fix",
        ]);
    }

    [Fact]
    public void The_index_lists_every_diagnostic()
    {
        var rows = File.ReadLines(Page("README.md")).Where(line => line.StartsWith("| [OST", StringComparison.Ordinal));

        rows.ShouldBe(Descriptors.Select(d => $"| [{d.Id}]({d.Id}.md) | {Severity(d)} | {d.Title} |"));
    }

    [Fact]
    public void A_diagnostic_links_to_its_page() => Descriptors.ShouldAllBe(descriptor =>
        descriptor.HelpLinkUri == $"https://github.com/ostinato/ostinato/blob/main/docs/diagnostics/{descriptor.Id}.md");

    private static string Severity(DiagnosticDescriptor descriptor) => $"{descriptor.DefaultSeverity}".ToLowerInvariant();

    private static string Page(string name) => Repository.PathOf($"docs/diagnostics/{name}");
}
