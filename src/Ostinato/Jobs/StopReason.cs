namespace Ostinato;

/// <summary>Why the token of a running attempt was cancelled.</summary>
public enum StopReason
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>The attempt ran longer than its timeout.</summary>
    Timeout,

    /// <summary>Somebody cancelled the job.</summary>
    Cancelled,

    /// <summary>The process is stopping; the job goes back without spending an attempt.</summary>
    Shutdown,

    /// <summary>The store declared this process dead; whatever the handler returns changes nothing.</summary>
    LostLease,

    /// <summary>Its deadline passed, and it is one that stops attempts.</summary>
    Deadline,
}
