namespace Ostinato.Storage;

/// <summary>How much of a job's errors is kept.</summary>
public static class ErrorLimits
{
    /// <summary>Errors kept for one job: the first, and the last nine.</summary>
    public const int PerJob = 10;

    /// <summary>Characters kept of a message.</summary>
    public const int MessageLength = 2_000;

    /// <summary>Characters kept of a stack trace.</summary>
    public const int StackLength = 8_000;
}
