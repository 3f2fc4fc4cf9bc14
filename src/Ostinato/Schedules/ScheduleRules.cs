using System.Text;
using System.Text.Json;
using Ostinato.Privacy;

namespace Ostinato.Schedules;

/// <summary>What a schedule may say.</summary>
internal static class ScheduleRules
{
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromDays(366);
    private static readonly TimeSpan LongestJitter = TimeSpan.FromDays(1);

    /// <summary>What is wrong, or null.</summary>
    public static string? Complaint(string name, ScheduleDefinition definition, JobRegistry registry)
    {
        var what = !JobName.IsValid(name) ? $"its name may have 1 to {JobDefaults.MaxNameLength} characters of a-z A-Z 0-9 . _ : -"
            : CalendarComplaint(name, definition)
            ?? PayloadComplaint(definition, registry)
            ?? RangeComplaint(definition);
        return what is null ? null : $"Schedule '{name}': {what.TrimEnd('.')}.";
    }

    private static string? CalendarComplaint(string name, ScheduleDefinition definition)
    {
        try
        {
            _ = new ScheduleCalendar(name, definition);
            return definition.From > definition.Until ? $"it begins at {definition.From:u}, after its end at {definition.Until:u}" : null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }

    private static string? PayloadComplaint(ScheduleDefinition definition, JobRegistry registry)
    {
        if (!JobName.IsValid(definition.Job))
        {
            return $"'{definition.Job}' is no wire name of a job";
        }

        if (definition.Version is < 1 or > JobDefaults.MaxVersion)
        {
            return $"its version is {definition.Version}, and must be 1 to {JobDefaults.MaxVersion}";
        }

        if (registry.Find(definition.Job) is { Definition: var known } && registry.Find(definition.StoredName()) is null)
        {
            return $"its payload is of version {definition.Version}, and the code has job '{definition.Job}' of versions "
                + $"{known.OldestVersion} to {known.Version}";
        }

        var payload = Encoding.UTF8.GetBytes(definition.Payload);
        var job = registry.Find(definition.Job)?.Definition;
        try
        {
            using var json = JsonDocument.Parse(payload);
            _ = job?.Read(definition.StoredName().Version, payload);
            return job is null ? null : GivenPayload.Complaint(job, payload, mayEncrypt: false);
        }
        catch (Exception error)
        {
            // Constructors and converters of the payload are the user's code and may throw anything.
            return $"its payload is none of job '{definition.Job}': {(job is null ? error.Message : PrivateErrors.MessageOf(job, error))}";
        }
    }

    private static string? RangeComplaint(ScheduleDefinition definition) =>
        definition.Queue is { } queue && !JobName.IsValid(queue) ? $"'{queue}' is no name of a queue"
        : definition.Priority is < JobDefaults.FirstPriority or > JobDefaults.LastPriority
            ? $"its priority is {definition.Priority}, and must be {JobDefaults.FirstPriority} (first) to {JobDefaults.LastPriority} (last)"
        : definition.CatchUpWithin < TimeSpan.Zero || definition.CatchUpWithin > LongestCatchUp
            ? $"it makes up for ticks within {definition.CatchUpWithin}, and that must be 0 s to 1 year"
        : definition.Jitter < TimeSpan.Zero || definition.Jitter > LongestJitter
            ? $"its jitter is {definition.Jitter}, and must be 0 s to 1 day"
        : !Enum.IsDefined(definition.Overlap) || !Enum.IsDefined(definition.CatchUp) ? "its overlap or catch-up is none that there is"
        : null;
}
