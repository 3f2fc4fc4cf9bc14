using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ostinato.Generators;

/// <summary>Emits <c>AddJobs()</c>: every <c>[Job]</c> and every handler of an assembly, with JSON metadata, without reflection.</summary>
/// <remarks>It reports nothing; the analyzers do. Every step yields values that are equal when nothing that matters has changed.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class JobGenerator : IIncrementalGenerator
{
    internal const string JobsStep = "Jobs";
    internal const string HandlersStep = "Handlers";
    internal const string AssemblyStep = "Assembly";
    internal const string JsonStep = "Json";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.RegisterPostInitializationOutput(static output => output.AddEmbeddedAttributeDefinition());

        var jobs = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.JobAttribute, static (node, _) => node is TypeDeclarationSyntax, ReadJob)
            .Where(static job => job is not null)
            .WithTrackingName(JobsStep);
        var handlers = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => CanBeHandler(node), ReadHandler)
            .Where(static handler => handler is not null)
            .WithTrackingName(HandlersStep);
        var assemblyName = context.CompilationProvider.Select(static (compilation, _) => NameWhereOstinatoIsKnown(compilation));

        var assembly = jobs.Collect().Combine(handlers.Collect()).Combine(assemblyName)
            .Select(static (all, _) => Assemble(all.Left.Left, all.Left.Right, all.Right))
            .WithTrackingName(AssemblyStep);
        var json = assembly
            .Select(static (assembly, _) => assembly?.JsonTypes ?? EquatableArray<JsonTypeModel>.Empty)
            .WithTrackingName(JsonStep);

        context.RegisterSourceOutput(assembly, static (output, assembly) =>
        {
            if (assembly is not null)
            {
                output.AddSource("Ostinato.Jobs.g.cs", RegistrationEmitter.Emit(assembly));
            }
        });
        context.RegisterSourceOutput(json, static (output, types) =>
        {
            if (types.Count > 0)
            {
                output.AddSource("Ostinato.Json.g.cs", JsonEmitter.Emit(types));
            }
        });
    }

    private static JobModel? ReadJob(GeneratorAttributeSyntaxContext context, CancellationToken ct) =>
        JobReader.Read((INamedTypeSymbol)context.TargetSymbol, context.Attributes[0], context.SemanticModel.Compilation, ct);

    private static bool CanBeHandler(SyntaxNode node) => node is TypeDeclarationSyntax { BaseList.Types.Count: > 0 } type and
        (ClassDeclarationSyntax or RecordDeclarationSyntax) && type.Arity == 0;

    private static HandlerModel? ReadHandler(GeneratorSyntaxContext context, CancellationToken ct) =>
        context.SemanticModel.GetDeclaredSymbol(context.Node, ct) is INamedTypeSymbol type
            ? HandlerReader.Read(type, context.SemanticModel.Compilation, ct)
            : null;

    private static string? NameWhereOstinatoIsKnown(Compilation compilation) =>
        compilation.GetTypeByMetadataName(KnownNames.Builder) is null ? null : compilation.AssemblyName ?? "";

    private static AssemblyModel? Assemble(ImmutableArray<JobModel?> jobs, ImmutableArray<HandlerModel?> handlers, string? assemblyName) =>
        assemblyName is null ? null : AssemblyModel.Of(assemblyName, jobs.OfType<JobModel>(), handlers.OfType<HandlerModel>());
}
