namespace Ostinato;

/// <summary>Where a job is in its life.</summary>
public enum JobState
{
    /// <summary>Waits for its time; never tried so far.</summary>
    Scheduled,

    /// <summary>May run now.</summary>
    Available,

    /// <summary>Held by a process.</summary>
    Executing,

    /// <summary>Failed and waits for its next attempt.</summary>
    Retryable,

    /// <summary>Final: succeeded.</summary>
    Completed,

    /// <summary>Final: a person, the handler or a rule stopped it.</summary>
    Cancelled,

    /// <summary>Final: out of attempts, or the handler gave it up.</summary>
    Discarded,

    /// <summary>Set aside: waits for something other than time, such as code that knows its name.</summary>
    Suspended,
}

/// <summary>A set of <see cref="JobState"/>.</summary>
[Flags]
public enum JobStates
{
    /// <summary>No state.</summary>
    None = 0,

    /// <inheritdoc cref="JobState.Scheduled"/>
    Scheduled = 1 << JobState.Scheduled,

    /// <inheritdoc cref="JobState.Available"/>
    Available = 1 << JobState.Available,

    /// <inheritdoc cref="JobState.Executing"/>
    Executing = 1 << JobState.Executing,

    /// <inheritdoc cref="JobState.Retryable"/>
    Retryable = 1 << JobState.Retryable,

    /// <inheritdoc cref="JobState.Completed"/>
    Completed = 1 << JobState.Completed,

    /// <inheritdoc cref="JobState.Cancelled"/>
    Cancelled = 1 << JobState.Cancelled,

    /// <inheritdoc cref="JobState.Discarded"/>
    Discarded = 1 << JobState.Discarded,

    /// <inheritdoc cref="JobState.Suspended"/>
    Suspended = 1 << JobState.Suspended,

    /// <summary>Every state in which work is still to be done.</summary>
    Incomplete = Scheduled | Available | Executing | Retryable | Suspended,

    /// <summary>Completed, cancelled and discarded.</summary>
    Final = Completed | Cancelled | Discarded,

    /// <summary>All states.</summary>
    Any = Incomplete | Final,
}

/// <summary>Questions asked of states.</summary>
public static class JobStateExtensions
{
    /// <summary>The set that holds just this state.</summary>
    public static JobStates AsSet(this JobState state) => (JobStates)(1 << (int)state);

    /// <summary>Whether the set holds the state.</summary>
    public static bool Includes(this JobStates states, JobState state) => (states & state.AsSet()) != 0;

    /// <summary>Whether nothing more will happen to the job unless a person asks for it.</summary>
    public static bool IsFinal(this JobState state) => JobStates.Final.Includes(state);
}
