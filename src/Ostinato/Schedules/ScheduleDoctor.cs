using System.Globalization;
using Ostinato.Storage;

namespace Ostinato.Schedules;

/// <summary>Finds schedules that do not fire, or that nobody wants any more. Pure.</summary>
internal static class ScheduleDoctor
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    /// <param name="stored">Every schedule.</param>
    /// <param name="code">Those that the code of this process names.</param>
    /// <param name="processes">Who is registered.</param>
    /// <param name="now">The store's clock.</param>
    public static IEnumerable<Finding> Examine(
        IReadOnlyList<StoredSchedule> stored, IReadOnlyDictionary<string, ScheduleDefinition> code, IReadOnlyList<ProcessInfo> processes,
        DateTimeOffset now)
    {
        foreach (var schedule in stored)
        {
            if (ScheduleRecord.Read(schedule.Definition) is not { } record)
            {
                yield return Unreadable(schedule.Name);
                continue;
            }

            var isLate = schedule.NextAt < now - Long;
            if (schedule.NextAt is { } next && !CodeElsewhere.Knows(processes, record.Definition.StoredName()))
            {
                yield return WithoutCode(schedule.Name, record.Definition.StoredName(), isLate ? next : null);
            }
            else if (isLate)
            {
                yield return Late(schedule.Name, schedule.NextAt!.Value);
            }

            // A process that names no schedule at all is none that would.
            if (record.Origin == ScheduleOrigin.Code && code.Count > 0 && !code.ContainsKey(schedule.Name))
            {
                yield return LeftCode(schedule.Name);
            }
        }
    }

    private static Finding Unreadable(string name) => new(
        "schedule-unreadable",
        FindingSeverity.Warning,
        $"What is stored of schedule '{name}' cannot be read by this version, so it does not fire here.",
        "A later version has written it: deploy that version, or set the schedule anew.");

    private static Finding Late(string name, DateTimeOffset at) => new(
        "schedule-late",
        FindingSeverity.Critical,
        string.Create(CultureInfo.InvariantCulture, $"Schedule '{name}' was due at {at:u}, and has not fired."),
        "Start a process with a worker. Where one runs, event 656 in its log says why it cannot fire it.");

    private static Finding WithoutCode(string name, StoredName job, DateTimeOffset? late) => new(
        "schedule-without-code",
        late is null ? FindingSeverity.Warning : FindingSeverity.Critical,
        $"Schedule '{name}' enqueues jobs named {job.InWords()}, and no running process has code for them."
        + (late is { } at ? string.Create(CultureInfo.InvariantCulture, $" Its tick of {at:u} waits for one.") : ""),
        $"Deploy a process that has a handler for {job.InWords()}, or delete the schedule: IJobAdmin.Schedules.DeleteAsync(\"{name}\").");

    private static Finding LeftCode(string name) => new(
        "schedule-left-code",
        FindingSeverity.Information,
        $"Schedule '{name}' came from code, and the code of this process does not name it. It goes on.",
        $"Delete it if it is not wanted any more: IJobAdmin.Schedules.DeleteAsync(\"{name}\").");
}
