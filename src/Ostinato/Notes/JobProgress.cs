namespace Ostinato;

/// <summary>How far a job is, as its handler said last.</summary>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is to do; null where nobody knows.</param>
/// <param name="Message">What is being done.</param>
/// <param name="Attempt">Which attempt said so, from 1.</param>
/// <param name="At">When it was stored, by the store's clock.</param>
public sealed record JobProgress(long Done, long? Total, string? Message, int Attempt, DateTimeOffset At)
{
    /// <summary>The part that is done, from 0 to 1; null where nobody knows.</summary>
    public double? Fraction => Total is > 0 and var total ? Math.Clamp((double)Done / total, 0, 1) : null;
}
