using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;
using Ostinato.Generators;

namespace Ostinato.CodeFixes;

/// <summary>Writes <c>[Job("welcome-email")]</c> above a payload that has no wire name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WireNameCodeFix))]
[Shared]
public sealed class WireNameCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.MissingWireName];

    /// <inheritdoc/>
    /// <remarks>None: every name deserves a look, for it stays for ever.</remarks>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var diagnostic = context.Diagnostics[0];
        if (diagnostic.Properties.TryGetValue(MissingWireName.Payload, out var id) && id is not null
            && diagnostic.Properties.TryGetValue(MissingWireName.Name, out var name) && name is not null
            && await DeclarationOf(id, context.Document.Project, context.CancellationToken).ConfigureAwait(false) is { } declaration
            && context.Document.Project.Solution.GetDocument(declaration.SyntaxTree) is { } document)
        {
            var title = $"Mark {declaration.Identifier.ValueText} with [Job(\"{name}\")]";
            var action = CodeAction.Create(title, ct => AddAttribute(document, declaration, name, ct), nameof(WireNameCodeFix));
            context.RegisterCodeFix(action, diagnostic);
        }
    }

    private static async Task<TypeDeclarationSyntax?> DeclarationOf(string id, Project project, CancellationToken ct)
    {
        var compilation = await project.GetCompilationAsync(ct).ConfigureAwait(false);
        var payload = compilation is null ? null : DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation);
        var reference = payload?.DeclaringSyntaxReferences.FirstOrDefault();
        return reference is null ? null : await reference.GetSyntaxAsync(ct).ConfigureAwait(false) as TypeDeclarationSyntax;
    }

    private static async Task<Document> AddAttribute(
        Document document, TypeDeclarationSyntax declaration, string name, CancellationToken ct)
    {
        var editor = await DocumentEditor.CreateAsync(document, ct).ConfigureAwait(false);
        var literal = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(name));
        var attribute = SyntaxFactory.Attribute(SyntaxFactory.ParseName("global::Ostinato.Job"))
            .AddArgumentListArguments(SyntaxFactory.AttributeArgument(literal))
            .WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
        editor.AddAttribute(declaration, attribute);
        var changed = editor.GetChangedDocument();
        return IsInSight(declaration, editor.SemanticModel)
            ? changed
            : await ImportAdder.AddImportsAsync(changed, Simplifier.AddImportsAnnotation, cancellationToken: ct).ConfigureAwait(false);
    }

    /// <summary>Whether the attribute needs no <c>using</c>; one that a global <c>using</c> makes idle would leave an empty line.</summary>
    private static bool IsInSight(TypeDeclarationSyntax declaration, SemanticModel model) => model
        .LookupNamespacesAndTypes(declaration.SpanStart, name: "JobAttribute")
        .Any(symbol => symbol.ToDisplayString() == "Ostinato.JobAttribute");
}
