using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ostinato.Generators;

/// <summary>Checks the versions of a payload: that they are in range, and that upcasters lead from each to the next.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class VersionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.OutOfRange, Descriptors.MissingUpcaster, Descriptors.InvalidUpcaster, Descriptors.UselessUpcaster];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var upcasters = Upcasters.Of(type).ToList();
        var job = Attributes.Find(type, KnownNames.JobAttribute);
        var version = VersionOf(job, "Version");
        var oldest = VersionOf(job, "OldestVersion");
        foreach (var (method, from, mark) in upcasters)
        {
            CheckMethod(method, from, mark, context);
            if (UselessBecause(type, job, version, oldest, from, method, upcasters) is { } why)
            {
                Report(context, Descriptors.UselessUpcaster, Places.Of(method, context.Compilation), Upcasters.NameOf(method), why);
            }
        }

        if (job is not null && CheckVersions(job, version, oldest, context))
        {
            CheckChain(type, job, version, oldest, upcasters.ConvertAll(upcaster => upcaster.Version), context);
        }
    }

    private static int VersionOf(AttributeData? job, string member) =>
        job is null ? 1 : Attributes.Named(job, member) as int? ?? 1;

    private static void CheckMethod(IMethodSymbol method, int from, AttributeData mark, SymbolAnalysisContext context)
    {
        if (Upcasters.ProblemOf(method, context.Compilation) is { } problem)
        {
            var place = Places.Of(method, context.Compilation);
            Report(context, Descriptors.InvalidUpcaster, place, Upcasters.NameOf(method), problem, method.Name);
        }

        if (!Upcasters.IsVersion(from))
        {
            var place = Places.Of(mark, argument: null, context.CancellationToken);
            Report(context, Descriptors.OutOfRange, place, "UpcastFrom", from, $"Use 1 to {Upcasters.MaxVersion - 1}.");
        }
    }

    private static string? UselessBecause(
        INamedTypeSymbol type, AttributeData? job, int version, int oldest, int from, IMethodSymbol method,
        List<(IMethodSymbol Method, int Version, AttributeData Mark)> all)
    {
        if (job is null)
        {
            return $"{TypeText.ForPeople(type)} is not marked with [Job]. Mark it, or remove the method.";
        }

        if (Upcasters.IsVersion(from) && (from >= version || from < oldest))
        {
            return from >= version
                ? $"{TypeText.ForPeople(type)} is of version {version}. Say Version = {from + 1} in [Job], or remove the method."
                : $"the oldest version of {TypeText.ForPeople(type)} is {oldest}. Remove the method.";
        }

        var first = all.First(other => other.Version == from).Method;
        return SymbolEqualityComparer.Default.Equals(first, method)
            ? null
            : $"{first.Name} upcasts from version {from} too. Keep one of them.";
    }

    private static bool CheckVersions(AttributeData job, int version, int oldest, SymbolAnalysisContext context)
    {
        if (version is < 1 or > Upcasters.MaxVersion)
        {
            var place = Places.Of(job, "Version", context.CancellationToken);
            Report(context, Descriptors.OutOfRange, place, "Version", version, $"Use 1 to {Upcasters.MaxVersion}.");
            return false;
        }

        if (oldest < 1 || oldest > version)
        {
            var place = Places.Of(job, "OldestVersion", context.CancellationToken);
            Report(context, Descriptors.OutOfRange, place, "OldestVersion", oldest, $"Use 1 to {version}, the Version.");
            return false;
        }

        return true;
    }

    private static void CheckChain(
        INamedTypeSymbol type, AttributeData job, int version, int oldest, List<int> known, SymbolAnalysisContext context)
    {
        for (var from = oldest; from < version; from++)
        {
            if (!known.Contains(from))
            {
                var place = Places.Of(job, "Version", context.CancellationToken);
                Report(context, Descriptors.MissingUpcaster, place, TypeText.ForPeople(type), version, from, from + 1);
                return;
            }
        }
    }

    private static void Report(
        SymbolAnalysisContext context, DiagnosticDescriptor descriptor, Location? place, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(descriptor, place, arguments));
}
