using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Ostinato.CodeFixes;
using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Diagnostics;

public sealed class CodeFixTests
{
    [Fact]
    public async Task A_payload_gets_the_wire_name_that_was_proposed()
    {
        var changed = await Fix("""
            namespace Shop;

            public sealed record RenderPdf(int Id) : IJobResult<int>;
            """);

        changed.ShouldBe("""
            namespace Shop;

            [Job("render-pdf")]
            public sealed record RenderPdf(int Id) : IJobResult<int>;
            """);
    }

    [Fact]
    public async Task A_payload_in_another_file_is_marked_there()
    {
        var changed = await Fix(
            """
            namespace Shop;

            public static class Payloads
            {
                /// <summary>Welcomes.</summary>
                [Serializable]
                public sealed class WelcomeEmail;
            }
            """,
            """
            using static Shop.Payloads;

            public sealed class Handler : IJobHandler<WelcomeEmail>
            {
                public Task HandleAsync(WelcomeEmail job, JobContext context, CancellationToken ct) => Task.CompletedTask;
            }
            """);

        changed.ShouldBe("""
            namespace Shop;

            public static class Payloads
            {
                /// <summary>Welcomes.</summary>
                [Serializable]
                [Job("welcome-email")]
                public sealed class WelcomeEmail;
            }
            """);
    }

    [Fact]
    public async Task The_action_says_what_it_will_write()
    {
        var (_, action) = await Offer("public sealed record RenderPdf(int Id) : IJobResult<int>;");

        action.Title.ShouldBe("Mark RenderPdf with [Job(\"render-pdf\")]");
    }

    /// <summary>The first file after the fix.</summary>
    private static async Task<string> Fix(params string[] sources)
    {
        var (project, action) = await Offer(sources);
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(project.Documents.ElementAt(1).Id)!;
        var simplified = await Simplifier.ReduceAsync(changed);
        var formatted = await Formatter.FormatAsync(simplified, Formatter.Annotation);
        return (await formatted.GetTextAsync()).ToString();
    }

    private static async Task<(Project Project, CodeAction Action)> Offer(params string[] sources)
    {
        using var workspace = new AdhocWorkspace();
        var compilation = Sources.Compile(sources);
        var project = workspace.AddProject("Shop", LanguageNames.CSharp)
            .WithMetadataReferences(compilation.References)
            .WithCompilationOptions(compilation.Options)
            .WithParseOptions(compilation.SyntaxTrees[0].Options);
        foreach (var tree in compilation.SyntaxTrees)
        {
            project = project.AddDocument(tree.FilePath, await tree.GetTextAsync()).Project;
        }

        var found = await Analysis.Diagnose((await project.GetCompilationAsync())!);
        var diagnostic = found.Single(diagnostic => diagnostic.Id == "OST002");
        var actions = new List<CodeAction>();
        var document = project.GetDocument(diagnostic.Location.SourceTree)!;
        await new WireNameCodeFix().RegisterCodeFixesAsync(
            new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return (project, actions.Single());
    }
}
