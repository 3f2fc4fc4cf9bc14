using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;
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
    public async Task A_payload_in_another_project_is_marked_there()
    {
        using var workspace = new AdhocWorkspace();
        var contracts = AddProject(workspace.CurrentSolution, "Contracts", "public sealed record WelcomeEmail(int UserId);");
        var shop = AddProject(contracts.Solution, "Shop", """
            public sealed class Handler : IJobHandler<WelcomeEmail>
            {
                public Task HandleAsync(WelcomeEmail job, JobContext context, CancellationToken ct) => Task.CompletedTask;
            }
            """);

        var action = await Offer(shop.AddProjectReference(new ProjectReference(contracts.Id)));

        (await Apply(action, contracts.DocumentIds[1])).ShouldBe("""
            [Job("welcome-email")]
            public sealed record WelcomeEmail(int UserId);
            """);
    }

    [Fact]
    public async Task A_file_that_does_not_use_Ostinato_will()
    {
        using var workspace = new AdhocWorkspace();
        var project = AddProject(workspace.CurrentSolution, "Shop", """
            namespace Shop;

            public sealed record WelcomeEmail(int UserId);
            """, """
            using Ostinato;

            public sealed class Handler : IJobHandler<Shop.WelcomeEmail>
            {
                public Task HandleAsync(Shop.WelcomeEmail job, JobContext context, CancellationToken ct) => Task.CompletedTask;
            }
            """);
        var usings = project.Documents.First();
        var withoutOstinato = (await usings.GetTextAsync()).ToString().Replace("global using Ostinato;", "");

        var action = await Offer(usings.WithText(SourceText.From(withoutOstinato)).Project);

        (await Apply(action, project.DocumentIds[1])).ShouldBe("""
            using Ostinato;

            namespace Shop;

            [Job("welcome-email")]
            public sealed record WelcomeEmail(int UserId);
            """);
    }

    [Fact]
    public async Task The_action_says_what_it_will_write()
    {
        using var workspace = new AdhocWorkspace();
        var action = await Offer(
            AddProject(workspace.CurrentSolution, "Shop", "public sealed record RenderPdf(int Id) : IJobResult<int>;"));

        action.Title.ShouldBe("Mark RenderPdf with [Job(\"render-pdf\")]");
    }

    /// <summary>The first file after the fix.</summary>
    private static async Task<string> Fix(params string[] sources)
    {
        using var workspace = new AdhocWorkspace();
        var project = AddProject(workspace.CurrentSolution, "Shop", sources);
        return await Apply(await Offer(project), project.DocumentIds[1]);
    }

    private static async Task<string> Apply(CodeAction action, DocumentId id)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(id)!;
        var simplified = await Simplifier.ReduceAsync(changed);
        var formatted = await Formatter.FormatAsync(simplified, Formatter.Annotation);
        return (await formatted.GetTextAsync()).ToString();
    }

    private static async Task<CodeAction> Offer(Project project)
    {
        var found = await Analysis.Diagnose((await project.GetCompilationAsync())!);
        var diagnostic = found.Single(diagnostic => diagnostic.Id == "OST002");
        var actions = new List<CodeAction>();
        var document = project.GetDocument(diagnostic.Location.SourceTree)!;
        await new WireNameCodeFix().RegisterCodeFixesAsync(
            new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions.ShouldHaveSingleItem();
    }

    private static Project AddProject(Solution solution, string name, params string[] sources)
    {
        var compilation = Sources.Compile(sources);
        var project = solution.AddProject(name, name, LanguageNames.CSharp)
            .WithMetadataReferences(compilation.References)
            .WithCompilationOptions(compilation.Options)
            .WithParseOptions(compilation.SyntaxTrees[0].Options);
        return compilation.SyntaxTrees.Aggregate(project, (all, tree) => all.AddDocument(tree.FilePath, tree.GetText()).Project);
    }
}
