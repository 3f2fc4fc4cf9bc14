using Microsoft.Extensions.Configuration;
using Ostinato.Hosting;

namespace Ostinato.Schedules;

/// <summary>Reads schedules from the configuration: those that it adds, and what it changes of those that code names.</summary>
internal sealed class ConfiguredSchedules(IConfiguration? configuration, JobRegistry registry)
{
    private const string Path = "Ostinato:Schedules";

    /// <summary>What the configuration says, each under its name.</summary>
    /// <param name="code">The schedules that code names.</param>
    /// <exception cref="OstinatoConfigurationException">A key is unknown, a value cannot be read, or something is missing.</exception>
    public IEnumerable<KeyValuePair<string, ScheduleDefinition>> Over(IReadOnlyDictionary<string, ScheduleDefinition> code)
    {
        foreach (var section in configuration?.GetSection(Path).GetChildren() ?? [])
        {
            // Keys of the configuration have no case, as environment variables show; the names of schedules have.
            var name = code.Keys.FirstOrDefault(known => known.Equals(section.Key, StringComparison.OrdinalIgnoreCase)) ?? section.Key;
            RequireKeys(section);
            RequireSameJob(section, code.GetValueOrDefault(name));
            yield return new(name, Read(section, code.GetValueOrDefault(name)));
        }
    }

    private ScheduleDefinition Read(IConfigurationSection section, ScheduleDefinition? code)
    {
        var definition = code ?? New(section);
        Set(nameof(ScheduleDefinition.Expression), text => definition = definition with { Expression = text });
        Set(nameof(ScheduleDefinition.Zone), text => definition = definition with { Zone = text });
        Set(nameof(ScheduleDefinition.Payload), text => definition = definition with { Payload = text });
        Set(nameof(ScheduleDefinition.Queue), text => definition = definition with { Queue = text });
        section.Read(nameof(ScheduleDefinition.Version), (int value) => definition = definition with { Version = value });
        section.Read(nameof(ScheduleDefinition.Priority), (int value) => definition = definition with { Priority = value });
        section.Read(nameof(ScheduleDefinition.Overlap), (Overlap value) => definition = definition with { Overlap = value });
        section.Read(nameof(ScheduleDefinition.CatchUp), (CatchUp value) => definition = definition with { CatchUp = value });
        section.Read(nameof(ScheduleDefinition.CatchUpWithin), (TimeSpan value) => definition = definition with { CatchUpWithin = value });
        section.Read(nameof(ScheduleDefinition.Jitter), (TimeSpan value) => definition = definition with { Jitter = value });
        section.Read(nameof(ScheduleDefinition.From), (DateTimeOffset value) => definition = definition with { From = value });
        section.Read(nameof(ScheduleDefinition.Until), (DateTimeOffset value) => definition = definition with { Until = value });
        return definition;

        void Set(string key, Action<string> set)
        {
            if (section[key] is { } text)
            {
                set(text);
            }
        }
    }

    private ScheduleDefinition New(IConfigurationSection section)
    {
        var wire = Require(section, nameof(ScheduleDefinition.Job), "the wire name of a job");
        var job = registry.Find(wire)?.Definition ?? throw new OstinatoConfigurationException(
            $"Configuration {section.Path}:{nameof(ScheduleDefinition.Job)} is '{wire}', and no code of this process has a job of "
            + "that wire name. Correct it, or add the job: AddJobs() of its assembly.");
        return new ScheduleDefinition
        {
            Expression = Require(section, nameof(ScheduleDefinition.Expression), "a cron expression"),
            Job = wire,
            Version = job.Version,
            Queue = job.Queue,
            Priority = job.Priority,
        };
    }

    private static string Require(IConfigurationSection section, string key, string what) =>
        section[key] is { Length: > 0 } text ? text : throw new OstinatoConfigurationException(
            $"Configuration {section.Path}:{key} is missing: {what}. Code names no schedule '{section.Key}' that would say it.");

    private static void RequireSameJob(IConfigurationSection section, ScheduleDefinition? code)
    {
        if (code is not null && section[nameof(ScheduleDefinition.Job)] is { } job && job != code.Job)
        {
            throw new OstinatoConfigurationException(
                $"Configuration {section.Path}:{nameof(ScheduleDefinition.Job)} is '{job}', and code says that schedule '{section.Key}' "
                + $"enqueues '{code.Job}'. Leave it out, or give the schedule another name.");
        }
    }

    private static void RequireKeys(IConfigurationSection section)
    {
        section.RefuseOtherKeys(
            nameof(ScheduleDefinition.Expression), nameof(ScheduleDefinition.Job), nameof(ScheduleDefinition.Payload),
            nameof(ScheduleDefinition.Version), nameof(ScheduleDefinition.Zone), nameof(ScheduleDefinition.Queue),
            nameof(ScheduleDefinition.Priority),
            nameof(ScheduleDefinition.Overlap), nameof(ScheduleDefinition.CatchUp), nameof(ScheduleDefinition.CatchUpWithin),
            nameof(ScheduleDefinition.Jitter), nameof(ScheduleDefinition.From), nameof(ScheduleDefinition.Until));
        if (section.GetSection(nameof(ScheduleDefinition.Payload)).GetChildren().Any())
        {
            throw new OstinatoConfigurationException(
                $"Configuration {section.Path}:{nameof(ScheduleDefinition.Payload)} has keys, which would lose whether a value is a "
                + "number. Write it as one text of JSON: \"{ \\\"id\\\": 7 }\".");
        }
    }
}
