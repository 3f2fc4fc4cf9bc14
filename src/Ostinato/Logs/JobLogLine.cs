using Microsoft.Extensions.Logging;

namespace Ostinato;

/// <summary>A line that was logged while a job ran, and is kept with it.</summary>
/// <param name="Attempt">Which attempt logged it, from 1.</param>
/// <param name="At">When, by the store's clock.</param>
/// <param name="Elapsed">How long the attempt had run.</param>
/// <param name="Level">Its level.</param>
/// <param name="Category">Who logged it.</param>
/// <param name="EventId">Its number; 0 where it has none.</param>
/// <param name="Text">What it says, at most <see cref="JobLogOptions.MaxLineBytes"/>.</param>
/// <param name="Error">Type, message and stack of its exception, at most as much; null where it has none.</param>
public sealed record JobLogLine(
    int Attempt, DateTimeOffset At, TimeSpan Elapsed, LogLevel Level, string Category, int EventId, string Text, string? Error)
{
    /// <summary>
    /// How many lines are missing at this place, for a line that says so in their stead: of an attempt that logs more than
    /// <see cref="JobLogOptions.MaxAttemptBytes"/> the first and the last lines are kept. 0 for every other line.
    /// </summary>
    public long LeftOut { get; init; }
}
