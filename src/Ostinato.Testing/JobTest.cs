namespace Ostinato.Testing;

/// <summary>Where tests of code that uses jobs begin.</summary>
public static class JobTest
{
    /// <summary>A client that stores nothing and remembers everything.</summary>
    /// <param name="time">The clock of <see cref="RecordedJob.EnqueuedAt"/>. Default: the system's.</param>
    public static RecordingJobClient Recording(TimeProvider? time = null) => new(time);
}
