namespace Ostinato;

/// <summary>
/// A cron expression that cannot be read, or that would never fire. The message names the field, what is wrong, and what may stand there.
/// </summary>
public sealed class CronFormatException : FormatException
{
    /// <summary>Says what is wrong.</summary>
    public CronFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and where it came from.</summary>
    public CronFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An expression that cannot be read.</summary>
    public CronFormatException()
        : this("The cron expression cannot be read.")
    {
    }
}
