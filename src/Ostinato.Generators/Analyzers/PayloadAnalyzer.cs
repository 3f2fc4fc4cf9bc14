using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ostinato.Generators;

/// <summary>Checks a payload type by itself: whether it can be one, and what its attributes say.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PayloadAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.InvalidWireName, Descriptors.InvalidDuration, Descriptors.OutOfRange, Descriptors.InvalidUniqueKey,
        Descriptors.NotAPayload, Descriptors.Unreachable,
    ];

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
        if (Attributes.Find(type, KnownNames.JobAttribute) is { } job)
        {
            CheckType(type, job, context);
            CheckJob(job, context);
            foreach (var alias in Attributes.All(type, KnownNames.JobAliasAttribute))
            {
                CheckName(alias, context);
            }
        }

        if (Attributes.Find(type, KnownNames.RetryAttribute) is { } retry)
        {
            CheckDuration(retry, "Retry", "Initial", context);
            CheckDuration(retry, "Retry", "Max", context);
            Check(retry, "Jitter", value => value is double and >= 0 and <= 1, "Use 0 to 1.", context);
        }

        if (Attributes.Find(type, KnownNames.UniqueAttribute) is { } unique)
        {
            CheckDuration(unique, "Unique", "For", context);
            CheckKey(unique, type, context);
        }
    }

    private static void CheckType(INamedTypeSymbol type, AttributeData job, SymbolAnalysisContext context)
    {
        var kind = type switch { { IsGenericType: true } => "generic", { IsAbstract: true } => "abstract", _ => null };
        if (kind is not null)
        {
            var place = Places.Of(job, argument: null, context.CancellationToken);
            Report(context, Descriptors.NotAPayload, place, TypeText.ForPeople(type), kind);
        }
        else if (!Reachability.IsReachable(type, context.Compilation))
        {
            Report(context, Descriptors.Unreachable, Places.Of(type, context.Compilation), TypeText.ForPeople(type));
        }
    }

    private static void CheckJob(AttributeData job, SymbolAnalysisContext context)
    {
        CheckName(job, context);
        CheckDuration(job, "Job", "Timeout", context);
        Check(job, "Timeout", value => !DurationText.IsOutOfRange(value as string, mostDays: 49), "Use 1 ms to 49 days.", context);
        CheckDuration(job, "Job", "Deadline", context);
        Check(
            job, "Deadline", value => !DurationText.IsOutOfRange(value as string, mostDays: 3_650), "Use 1 ms to 3650 days.", context);
        CheckDuration(job, "Job", "KeepFor", context);
        Check(
            job, "KeepFor", value => !DurationText.IsOutOfRange(value as string, mostDays: 36_525), "Use 1 ms to 36525 days.", context);
        Check(job, "Priority", value => value is int and >= 0 and <= 9, "Use 0 (first) to 9 (last).", context);
        Check(job, "MaxAttempts", value => value is int and >= 1, "Use 1 or more.", context);
        Check(job, "Queue", value => WireName.IsValid(value as string), "Use 1 to 100 characters of a-z A-Z 0-9 . _ : -", context);
    }

    private static void CheckName(AttributeData job, SymbolAnalysisContext context)
    {
        var name = Attributes.Argument<string>(job);
        if (!WireName.IsValid(name))
        {
            Report(context, Descriptors.InvalidWireName, Places.Of(job, argument: null, context.CancellationToken), name ?? "");
        }
    }

    private static void CheckDuration(AttributeData attribute, string attributeName, string member, SymbolAnalysisContext context)
    {
        if (Attributes.Named(attribute, member) is string text && DurationText.TicksOf(text) is null)
        {
            var place = Places.Of(attribute, member, context.CancellationToken);
            Report(context, Descriptors.InvalidDuration, place, text, $"{attributeName}.{member}");
        }
    }

    private static void Check(
        AttributeData attribute, string member, Func<object, bool> isFine, string remedy, SymbolAnalysisContext context)
    {
        if (Attributes.Named(attribute, member) is { } value && !isFine(value))
        {
            var place = Places.Of(attribute, member, context.CancellationToken);
            var text = value is string queue ? $"'{queue}'" : FormattableString.Invariant($"{value}");
            Report(context, Descriptors.OutOfRange, place, member, text, remedy);
        }
    }

    private static void CheckKey(AttributeData unique, INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        if (Attributes.Named(unique, "Key") is string key && UniqueKey.Parse(key, type).Problem is { } problem)
        {
            var place = Places.Of(unique, "Key", context.CancellationToken);
            Report(context, Descriptors.InvalidUniqueKey, place, key, TypeText.ForPeople(type), problem);
        }
    }

    private static void Report(
        SymbolAnalysisContext context, DiagnosticDescriptor descriptor, Location? place, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(descriptor, place, arguments));
}
