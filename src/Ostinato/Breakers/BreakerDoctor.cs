using Ostinato.Storage;

namespace Ostinato.Breakers;

/// <summary>Finds breakers that keep jobs from running. Pure.</summary>
internal static class BreakerDoctor
{
    public static IEnumerable<Finding> Examine(IReadOnlyList<StoredBreaker> stored) =>
        from one in stored
        let breaker = BreakerText.Read(one.State)
        where breaker.State != BreakerState.Closed
        select new Finding(
            "breaker-open",
            FindingSeverity.Warning,
            BreakerSentence.Of(one.Kind, breaker),
            "Mend what its jobs need: the first one that succeeds closes it. To let them run now: "
            + $"IJobAdmin.Breakers.CloseAsync(\"{one.Kind}\").");
}
