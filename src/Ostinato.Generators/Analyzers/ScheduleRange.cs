using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Ostinato.Generators;

/// <summary>Numbers and durations of schedules that code writes out, and that no start accepts.</summary>
internal sealed record ScheduleRange(string Value, string Remedy)
{
    /// <summary>What is out of range, or null where it is not or cannot be seen.</summary>
    public static ScheduleRange? Of(string member, IOperation? value) => member switch
    {
        "Priority" => Unwrapped(value)?.ConstantValue is { HasValue: true, Value: int and (< 0 or > 9) and var priority }
            ? new ScheduleRange(string.Format(CultureInfo.InvariantCulture, "{0}", priority), "Use 0 (first) to 9 (last).")
            : null,
        "Jitter" => Outside(value, days: 1, "Use 0 s to 1 day."),
        "CatchUpWithin" => Outside(value, days: 366, "Use 0 s to 1 year."),
        _ => null,
    };

    private static ScheduleRange? Outside(IOperation? value, int days, string remedy) =>
        SecondsOf(Unwrapped(value)) is { } seconds && (seconds < 0 || seconds > days * 86_400.0)
            ? new ScheduleRange(Unwrapped(value)!.Syntax.ToString(), remedy)
            : null;

    // TimeSpan.FromMinutes(-5) and its kin, with one constant.
    private static double? SecondsOf(IOperation? value) =>
        value is IInvocationOperation { TargetMethod: { IsStatic: true } method } call
        && KnownNames.Is(method.ContainingType, "System.TimeSpan")
        && call.Arguments.Count(argument => argument.ArgumentKind == ArgumentKind.Explicit) == 1
        && call.Arguments.First(argument => argument.ArgumentKind == ArgumentKind.Explicit).Value is var given
        && Number(given) is { } number
            ? number * SecondsIn(method.Name)
            : null;

    private static double? SecondsIn(string method) => method switch
    {
        "FromDays" => 86_400,
        "FromHours" => 3_600,
        "FromMinutes" => 60,
        "FromSeconds" => 1,
        "FromMilliseconds" => 0.001,
        _ => null,
    };

    private static double? Number(IOperation value) => Unwrapped(value)?.ConstantValue is { HasValue: true, Value: int or long or double }
        ? Convert.ToDouble(Unwrapped(value)!.ConstantValue.Value, CultureInfo.InvariantCulture)
        : null;

    private static IOperation? Unwrapped(IOperation? value)
    {
        while (value is IConversionOperation { IsImplicit: true } conversion)
        {
            value = conversion.Operand;
        }

        return value;
    }
}
