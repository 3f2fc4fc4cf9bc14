using Ostinato.Storage;

namespace Ostinato.Breakers;

/// <summary>What the end of an attempt says of its kind.</summary>
internal enum BreakerVerdict
{
    /// <summary>Nothing: it was snoozed, cancelled, given back, or its handler gave it up.</summary>
    None,

    /// <summary>It works.</summary>
    Success,

    /// <summary>It does not work.</summary>
    Failure,
}

/// <summary>Reads the verdict off the end of an attempt.</summary>
internal static class BreakerVerdicts
{
    private const string GivenUp = $"{nameof(Ostinato)}.{nameof(JobDiscardedException)}";

    public static BreakerVerdict Of(in Acknowledgement end) => (end.End, end.Detail?.Error?.Type) switch
    {
        (AttemptEnd.Completed, _) => BreakerVerdict.Success,
        (AttemptEnd.Retry, _) => BreakerVerdict.Failure,

        // A handler that gives its job up has come to a decision: it works.
        (AttemptEnd.Discarded, not null and not GivenUp) => BreakerVerdict.Failure,
        _ => BreakerVerdict.None,
    };
}
