namespace Ostinato;

/// <summary>How long final jobs of one kind are kept. What is left out is kept as long as jobs of other kinds.</summary>
public sealed class KindRetention
{
    /// <summary>How long completed jobs are kept, 0 s to 100 years.</summary>
    public TimeSpan? Completed { get; set; }

    /// <summary>How long cancelled jobs are kept, 0 s to 100 years.</summary>
    public TimeSpan? Cancelled { get; set; }

    /// <summary>How long discarded jobs are kept, 0 s to 100 years.</summary>
    public TimeSpan? Discarded { get; set; }

    /// <summary>How long results of completed jobs are kept, where that is less than the jobs; 0 s to 100 years.</summary>
    public TimeSpan? Results { get; set; }

    internal TimeSpan? Of(JobState state) => state switch
    {
        JobState.Completed => Completed,
        JobState.Cancelled => Cancelled,
        _ => Discarded,
    };
}
