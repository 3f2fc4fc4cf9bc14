namespace Ostinato.Docs;

/// <summary>The pages that are checked. Decisions and diagnostics have their own keepers.</summary>
internal static class CheckedPages
{
    public static IReadOnlyList<string> All { get; } =
    [
        "README.md",
        .. Repository.Files("samples", "README.md"),
        .. Repository.Files("docs", "*.md")
            .Where(page => !page.StartsWith("docs/adr/", StringComparison.Ordinal) && !page.StartsWith("docs/diagnostics/", StringComparison.Ordinal)),
    ];
}
