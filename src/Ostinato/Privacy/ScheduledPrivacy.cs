namespace Ostinato.Privacy;

/// <summary>What private members mean for schedules, which keep their payloads as they are.</summary>
internal static class ScheduledPrivacy
{
    /// <summary>The schedule, and the names of what is not to be shown of it.</summary>
    public static ScheduleDefinition Mark(ScheduleDefinition schedule, JobRegistry registry) =>
        registry.Find(schedule.Job)?.Definition.Privacy.RedactedNames is { Count: > 0 } names
            ? schedule with { Redacted = string.Join(',', names) }
            : schedule;
}
