namespace Ostinato.Docs;

/// <summary>Code in the pages is code that compiles: it stands, word for word, in Snippets/ or in the minimal sample.</summary>
public sealed class SnippetTests
{
    private static readonly IReadOnlyList<(string Name, string Code)> Regions =
        [.. Repository.Files("test/Ostinato.Docs/Snippets", "*.cs").SelectMany(file => CodeText.Regions(Repository.Text(file)))];

    private static readonly string Minimal = CodeText.Normal(Repository.Text("samples/Minimal/Program.cs"));

    public static TheoryData<string> Pages => [.. CheckedPages.All];

    [Theory, MemberData(nameof(Pages))]
    public void Every_piece_of_code_in_a_page_compiles(string page)
    {
        var compiled = Regions.Select(region => region.Code).Append(Minimal).ToHashSet();

        CodeText.Blocks(Repository.Text(page), "csharp").Where(block => !compiled.Contains(block)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_region_is_in_a_page()
    {
        var shown = CheckedPages.All.SelectMany(page => CodeText.Blocks(Repository.Text(page), "csharp")).ToHashSet();

        Regions.Where(region => !shown.Contains(region.Code)).Select(region => region.Name).ShouldBeEmpty();
    }

    [Fact]
    public void The_program_of_the_README_is_the_minimal_sample() =>
        CodeText.Blocks(Repository.Text("README.md"), "csharp").ShouldContain(Minimal);
}
