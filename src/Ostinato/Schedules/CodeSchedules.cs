using System.Text;
using Microsoft.Extensions.Configuration;
using Ostinato.Privacy;

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
            Version = job.Version,
            Payload = Encoding.UTF8.GetString(job.Serialize(payload)),
            Queue = job.Queue,
            Priority = job.Priority,
        });
        configure?.Invoke(builder);
        return builder.Definition;
    }
}

/// <summary>All schedules that code and configuration name, checked when the first is asked for. Configuration wins over code.</summary>
internal sealed class CodeSchedules
{
    /// <exception cref="OstinatoConfigurationException">One does not make sense, or two have one name.</exception>
    public CodeSchedules(IEnumerable<CodeSchedule> schedules, JobRegistry registry, IConfiguration? configuration = null)
    {
        var all = new SortedDictionary<string, ScheduleDefinition>(StringComparer.Ordinal);
        foreach (var schedule in schedules)
        {
            if (!all.TryAdd(schedule.Name, schedule.Define(registry)))
            {
                throw new OstinatoConfigurationException($"Two schedules have the name '{schedule.Name}'. Rename one.");
            }
        }

        foreach (var (name, definition) in new ConfiguredSchedules(configuration, registry).Over(all).ToList())
        {
            all[name] = definition;
        }

        foreach (var (name, definition) in all.ToList())
        {
            all[name] = ScheduledPrivacy.Mark(definition, registry);
        }

        All = all;
        Check(registry);
    }

    public IReadOnlyDictionary<string, ScheduleDefinition> All { get; }

    private void Check(JobRegistry registry)
    {
        foreach (var (name, definition) in All)
        {
            if (ScheduleRules.Complaint(name, definition, registry) is { } complaint)
            {
                throw new OstinatoConfigurationException(complaint);
            }
        }
    }
}
