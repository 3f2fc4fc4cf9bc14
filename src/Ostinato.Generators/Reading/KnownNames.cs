using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>The names that generator and analyzers look for.</summary>
internal static class KnownNames
{
    public const string JobAttribute = "Ostinato.JobAttribute";
    public const string JobAliasAttribute = "Ostinato.JobAliasAttribute";
    public const string UpcastFromAttribute = "Ostinato.UpcastFromAttribute";
    public const string RetryAttribute = "Ostinato.RetryAttribute";
    public const string UniqueAttribute = "Ostinato.UniqueAttribute";
    public const string JobContractsAttribute = "Ostinato.JobContractsAttribute";
    public const string EncryptedAttribute = "Ostinato.EncryptedAttribute";
    public const string RedactedAttribute = "Ostinato.RedactedAttribute";
    public const string Builder = "Ostinato.OstinatoBuilder";
    public const string ScheduleBuilder = "Ostinato.ScheduleBuilder";
    public const string ScheduleDefinition = "Ostinato.ScheduleDefinition";
    public const string CronExpression = "Ostinato.CronExpression";

    public static bool IsHandlerInterface(INamedTypeSymbol type) =>
        type is { Name: "IJobHandler", Arity: 1 or 2 } && IsOfOstinato(type);

    public static bool IsResultInterface(INamedTypeSymbol type) => type is { Name: "IJobResult", Arity: 1 } && IsOfOstinato(type);

    public static bool IsOutcome(ITypeSymbol type) => type.Name == "JobOutcome" && IsOfOstinato(type);

    /// <summary>Whether the symbol has this full name, such as <c>System.Text.Json.Serialization.JsonConverterAttribute</c>.</summary>
    /// <remarks>Arrays and pointers have neither a name nor a namespace.</remarks>
    public static bool Is(ITypeSymbol? type, string fullName) =>
        type is { ContainingType: null, ContainingNamespace: { } space }
        && fullName.EndsWith(type.Name, StringComparison.Ordinal)
        && $"{space.ToDisplayString()}.{type.Name}" == fullName;

    private static bool IsOfOstinato(ITypeSymbol type) =>
        type.ContainingType is null && type.ContainingNamespace is { Name: "Ostinato", ContainingNamespace.IsGlobalNamespace: true };
}
