namespace Ostinato;

/// <summary>What holds where neither the call nor the attribute says otherwise.</summary>
public static class JobDefaults
{
    /// <summary>The queue of a job that names none.</summary>
    public const string Queue = "default";

    /// <summary>The priority of a job that names none: the middle of 0 (first) to 9 (last).</summary>
    public const int Priority = 4;

    /// <summary>The priority that runs first.</summary>
    public const int FirstPriority = 0;

    /// <summary>The priority that runs last.</summary>
    public const int LastPriority = 9;

    /// <summary>How many attempts may fail before a job is discarded.</summary>
    public const int MaxAttempts = 20;

    /// <summary>The longest wire name or queue name, in characters.</summary>
    public const int MaxNameLength = 100;

    /// <summary>The highest version of a payload.</summary>
    public const int MaxVersion = 999;
}
