using System.Globalization;
using Ostinato.Storage;

namespace Ostinato.Breakers;

/// <summary>Says of a breaker that is not closed what it does, for people.</summary>
internal static class BreakerSentence
{
    /// <summary>Says it of the breaker of a kind, or null: it has none, or it is closed.</summary>
    public static string? Of(string kind, BreakerLook look) =>
        look.Breakers.FirstOrDefault(stored => stored.Kind == kind) is { } found
        && BreakerText.Read(found.State) is { State: not BreakerState.Closed } breaker
            ? Of(kind, breaker)
            : null;

    public static string Of(string kind, Breaker breaker)
    {
        var reason = breaker.Reason is { } given ? $" ({given})" : "";
        FormattableString text = breaker switch
        {
            { State: BreakerState.HalfOpen } =>
                $"The breaker of '{kind}' is half-open since {breaker.Until:u}{reason}: few jobs run, to find out whether it works again.",
            { Until: null } => $"The breaker of '{kind}' is open since {breaker.OpenedAt:u}, until somebody closes it{reason}.",
            _ => $"The breaker of '{kind}' is open since {breaker.OpenedAt:u} until {breaker.Until:u}{reason}.",
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }
}
