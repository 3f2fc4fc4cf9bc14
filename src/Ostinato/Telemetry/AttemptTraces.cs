namespace Ostinato;

/// <summary>Where the trace of an attempt begins.</summary>
public enum AttemptTraces
{
    /// <summary>Each attempt is a trace of its own, linked to the span that enqueued the job, which may run days later.</summary>
    Linked,

    /// <summary>Each attempt is a child of the span that enqueued the job, in its trace.</summary>
    Continued,
}
