using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Schedules;

/// <summary>Looks for processes that have the code of a schedule where this one has none, and tells what it finds, once.</summary>
internal sealed class CodeElsewhere(IJobQuery query, ILogger logger)
{
    private readonly ConcurrentDictionary<string, (string Job, bool IsThere)> _told = new(StringComparer.Ordinal);

    public async Task<bool> IsThereAsync(StoredSchedule schedule, ScheduleDefinition definition, CancellationToken ct)
    {
        var job = definition.StoredName();
        var isThere = Knows(await query.ProcessesAsync(ct).ConfigureAwait(false), job);
        if (!_told.TryGetValue(schedule.Name, out var told) || told != (job.ToString(), isThere))
        {
            _told[schedule.Name] = (job.ToString(), isThere);
            if (isThere)
            {
                SchedulesLog.LeftToOthers(logger, schedule.Name, job.InWords());
            }
            else
            {
                SchedulesLog.NobodyHasCode(logger, schedule.Name, schedule.NextAt, job.InWords());
            }
        }

        return isThere;
    }

    /// <summary>Whether a process says that it can run jobs of a name and version.</summary>
    public static bool Knows(IReadOnlyList<ProcessInfo> processes, StoredName job)
    {
        var text = job.ToString();
        return processes.Any(process => process.Description.Names.Contains(text));
    }
}
