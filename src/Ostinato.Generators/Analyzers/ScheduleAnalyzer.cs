using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Ostinato.Generators;

/// <summary>Checks what code says of schedules in constants: names, cron expressions, time zones, priorities and durations.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ScheduleAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.InvalidCron, Descriptors.NeverFires, Descriptors.ImpossibleZone, Descriptors.InvalidWireName, Descriptors.OutOfRange,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(CheckCall, OperationKind.Invocation);
        context.RegisterOperationAction(CheckAssignment, OperationKind.SimpleAssignment);
    }

    private static void CheckCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        var rule = (call.TargetMethod.ContainingType, call.TargetMethod.Name) switch
        {
            var (type, name) when name is "Cron" && KnownNames.Is(type, KnownNames.Builder) => CheckSchedule,
            var (type, name) when name is "Parse" && KnownNames.Is(type, KnownNames.CronExpression) => CheckParse,
            var (type, name) when KnownNames.Is(type, KnownNames.ScheduleBuilder) => CheckBuilder,
            _ => (Action<IInvocationOperation, OperationAnalysisContext>?)null,
        };
        rule?.Invoke(call, context);
    }

    private static void CheckSchedule(IInvocationOperation call, OperationAnalysisContext context)
    {
        var name = Argument(call, "name");
        if (Text(name) is { } text && !WireName.IsValid(text))
        {
            Report(context, Descriptors.InvalidWireName, name, text);
        }

        CheckExpression(Argument(call, "expression"), Text(name), mayHash: true, context);
    }

    private static void CheckParse(IInvocationOperation call, OperationAnalysisContext context)
    {
        var seed = Argument(call, "seed");
        CheckExpression(Argument(call, "text"), Text(seed), mayHash: seed?.ConstantValue is not { HasValue: true, Value: null }, context);
    }

    private static void CheckBuilder(IInvocationOperation call, OperationAnalysisContext context) =>
        CheckValue(
            call.TargetMethod.Name switch { "In" => "Zone", "CatchUp" => "CatchUpWithin", var name => name },
            Argument(call, call.TargetMethod.Name switch
            {
                "In" => "zone",
                "Jitter" => "jitter",
                "Priority" => "priority",
                "CatchUp" => "within",
                _ => "",
            }),
            context);

    private static void CheckAssignment(OperationAnalysisContext context)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property: var property }
            || !KnownNames.Is(property.ContainingType, KnownNames.ScheduleDefinition))
        {
            return;
        }

        if (property.Name == "Expression")
        {
            CheckExpression(assignment.Value, seed: null, mayHash: true, context);
        }
        else
        {
            CheckValue(property.Name, assignment.Value, context);
        }
    }

    private static void CheckExpression(IOperation? value, string? seed, bool mayHash, OperationAnalysisContext context)
    {
        switch (CronText.Judge(Text(value), seed, mayHash))
        {
            case { NeverFires: true, Complaint: var complaint }:
                Report(context, Descriptors.NeverFires, value, complaint);
                break;
            case { Complaint: var complaint }:
                Report(context, Descriptors.InvalidCron, value, complaint);
                break;
        }
    }

    private static void CheckValue(string member, IOperation? value, OperationAnalysisContext context)
    {
        if (member == "Zone")
        {
            if (Text(value) is { } zone && ZoneId.ImpossibleBecause(zone) is { } reason)
            {
                Report(context, Descriptors.ImpossibleZone, value, zone, reason);
            }
        }
        else if (ScheduleRange.Of(member, value) is { } wrong)
        {
            Report(context, Descriptors.OutOfRange, value, member, wrong.Value, wrong.Remedy);
        }
    }

    private static IOperation? Argument(IInvocationOperation call, string parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;

    private static string? Text(IOperation? value) => value?.ConstantValue is { HasValue: true, Value: string text } ? text : null;

    private static void Report(
        OperationAnalysisContext context, DiagnosticDescriptor descriptor, IOperation? value, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(descriptor, value?.Syntax.GetLocation(), arguments));
}
