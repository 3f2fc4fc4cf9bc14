namespace Ostinato;

/// <summary>What a definition may say. Attributes are checked by the compiler too; this also covers definitions made by hand.</summary>
internal static class JobDefinitionRules
{
    /// <summary>A shorter timeout would be over before the handler begins.</summary>
    public static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(1);

    /// <summary>What a timer can wait for, in whole days.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(49);

    private static readonly TimeSpan ShortestKeep = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestKeep = TimeSpan.FromDays(36_525);

    public static void Check(IEnumerable<JobDefinition> definitions)
    {
        foreach (var definition in definitions)
        {
            if (Complaint(definition) is { } complaint)
            {
                throw new OstinatoConfigurationException($"Job '{definition.Name}' ({definition.PayloadType.Name}) has {complaint}");
            }
        }
    }

    public static bool IsTimeout(TimeSpan timeout) => timeout >= ShortestTimeout && timeout <= LongestTimeout;

    private static string? Complaint(JobDefinition definition) => definition switch
    {
        { Aliases: var aliases } when aliases.FirstOrDefault(alias => !JobName.IsValid(alias)) is { } wrong =>
            $"the alias '{wrong}'; it must be 1 to {JobDefaults.MaxNameLength} characters of a-z A-Z 0-9 . _ : -",
        { Queue: var queue } when !JobName.IsValid(queue) =>
            $"the queue '{queue}'; it must be 1 to {JobDefaults.MaxNameLength} characters of a-z A-Z 0-9 . _ : -",
        { Priority: < JobDefaults.FirstPriority or > JobDefaults.LastPriority } =>
            $"the priority {definition.Priority}; it must be {JobDefaults.FirstPriority} (first) to {JobDefaults.LastPriority} (last).",
        { MaxAttempts: < 1 } => $"{definition.MaxAttempts} as its MaxAttempts; it must be at least 1.",
        { Timeout: { } timeout } when !IsTimeout(timeout) =>
            $"the timeout {timeout}; it must be {ShortestTimeout} to {LongestTimeout}.",
        { Deadline: { } deadline } when !Deadline.IsSpan(deadline) =>
            $"the deadline {deadline}; it must be {Deadline.Shortest} to {Deadline.Longest}.",
        { KeepFor: { } keep } when keep < ShortestKeep || keep > LongestKeep =>
            $"{keep} as its KeepFor; it must be {ShortestKeep} to {LongestKeep}.",
        _ => VersionRules.Complaint(definition),
    };
}
