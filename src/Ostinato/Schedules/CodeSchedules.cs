using System.Text;

namespace Ostinato.Schedules;

/// <summary>A schedule that code names.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Define">What it says, once the jobs are known.</param>
internal sealed record CodeSchedule(string Name, Func<JobRegistry, ScheduleDefinition> Define)
{
    public static CodeSchedule Of(string name, string expression, object payload, Action<ScheduleBuilder>? configure) =>
        new(name, registry => DefinitionOf(registry.Of(payload), expression, payload, configure));

    private static ScheduleDefinition DefinitionOf(JobDefinition job, string expression, object payload, Action<ScheduleBuilder>? configure)
    {
        var builder = new ScheduleBuilder(new ScheduleDefinition
        {
            Expression = expression,
            Job = job.Name,
            Payload = Encoding.UTF8.GetString(job.Serialize(payload)),
            Queue = job.Queue,
            Priority = job.Priority,
        });
        configure?.Invoke(builder);
        return builder.Definition;
    }
}

/// <summary>All schedules that code names, checked when the first is asked for.</summary>
internal sealed class CodeSchedules
{
    /// <exception cref="OstinatoConfigurationException">One does not make sense, or two have one name.</exception>
    public CodeSchedules(IEnumerable<CodeSchedule> schedules, JobRegistry registry)
    {
        var all = new SortedDictionary<string, ScheduleDefinition>(StringComparer.Ordinal);
        foreach (var schedule in schedules)
        {
            var definition = schedule.Define(registry);
            if (ScheduleRules.Complaint(schedule.Name, definition, registry) is { } complaint)
            {
                throw new OstinatoConfigurationException(complaint);
            }

            if (!all.TryAdd(schedule.Name, definition))
            {
                throw new OstinatoConfigurationException($"Two schedules have the name '{schedule.Name}'. Rename one.");
            }
        }

        All = all;
    }

    public IReadOnlyDictionary<string, ScheduleDefinition> All { get; }
}
