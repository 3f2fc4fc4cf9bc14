using Microsoft.Extensions.Configuration;

namespace Ostinato.Hosting;

/// <summary>Which configuration keys set which options.</summary>
internal static class OptionsSections
{
    public const string Worker = "Ostinato:Worker";
    public const string Retention = "Ostinato:Retention";
    public const string Client = "Ostinato:Client";
    public const string Health = "Ostinato:Health";
    public const string Statistics = "Ostinato:Statistics";
    public const string Objectives = "Ostinato:Objectives";
    public const string Observers = "Ostinato:Observers";

    public static void Read(IConfigurationSection section, WorkerOptions options)
    {
        section.RefuseOtherKeys(
            nameof(WorkerOptions.Queues), nameof(WorkerOptions.DrainTimeout), nameof(WorkerOptions.AbandonAfter),
            nameof(WorkerOptions.HeartbeatInterval), nameof(WorkerOptions.MissedBeats), nameof(WorkerOptions.PoisonAfter),
            nameof(WorkerOptions.MaxPrefetch), nameof(WorkerOptions.MaxResultBytes), nameof(WorkerOptions.MaxCheckpointBytes),
            nameof(WorkerOptions.Labels), nameof(WorkerOptions.Traces));
        ReadQueues(section.GetSection(nameof(WorkerOptions.Queues)), options.Queues);
        section.Read(nameof(WorkerOptions.Labels), options.Labels);

        section.Read(nameof(WorkerOptions.DrainTimeout), (TimeSpan value) => options.DrainTimeout = value);
        section.Read(nameof(WorkerOptions.AbandonAfter), (TimeSpan value) => options.AbandonAfter = value);
        section.Read(nameof(WorkerOptions.HeartbeatInterval), (TimeSpan value) => options.HeartbeatInterval = value);
        section.Read(nameof(WorkerOptions.MissedBeats), (int value) => options.MissedBeats = value);
        section.Read(nameof(WorkerOptions.PoisonAfter), (int value) => options.PoisonAfter = value);
        section.Read(nameof(WorkerOptions.MaxPrefetch), (int value) => options.MaxPrefetch = value);
        section.Read(nameof(WorkerOptions.MaxResultBytes), (int value) => options.MaxResultBytes = value);
        section.Read(nameof(WorkerOptions.MaxCheckpointBytes), (int value) => options.MaxCheckpointBytes = value);
        section.Read(nameof(WorkerOptions.Traces), (AttemptTraces value) => options.Traces = value);
    }

    public static void Read(IConfigurationSection section, RetentionOptions options)
    {
        section.RefuseOtherKeys(
            nameof(RetentionOptions.Completed), nameof(RetentionOptions.Cancelled), nameof(RetentionOptions.Discarded),
            nameof(RetentionOptions.Results), nameof(RetentionOptions.Audit), nameof(RetentionOptions.Interval),
            nameof(RetentionOptions.StepSize), nameof(RetentionOptions.Kinds), nameof(RetentionOptions.ArchiveTimeout));
        ReadKinds(section.GetSection(nameof(RetentionOptions.Kinds)), options.Kinds);
        section.Read(nameof(RetentionOptions.Completed), (TimeSpan value) => options.Completed = value);
        section.Read(nameof(RetentionOptions.Cancelled), (TimeSpan value) => options.Cancelled = value);
        section.Read(nameof(RetentionOptions.Discarded), (TimeSpan value) => options.Discarded = value);
        section.Read(nameof(RetentionOptions.Results), (TimeSpan value) => options.Results = value);
        section.Read(nameof(RetentionOptions.Audit), (TimeSpan value) => options.Audit = value);
        section.Read(nameof(RetentionOptions.Interval), (TimeSpan value) => options.Interval = value);
        section.Read(nameof(RetentionOptions.StepSize), (int value) => options.StepSize = value);
        section.Read(nameof(RetentionOptions.ArchiveTimeout), (TimeSpan value) => options.ArchiveTimeout = value);
    }

    public static void Read(IConfigurationSection section, ClientOptions options)
    {
        section.RefuseOtherKeys(nameof(ClientOptions.MaxPayloadBytes), nameof(ClientOptions.MaxWaiting));
        section.Read(nameof(ClientOptions.MaxPayloadBytes), (int value) => options.MaxPayloadBytes = value);
        var limits = section.GetSection(nameof(ClientOptions.MaxWaiting));
        foreach (var queue in limits.GetChildren())
        {
            limits.Read(queue.Key, (int value) => options.MaxWaiting[queue.Key] = value);
        }
    }

    public static void Read(IConfigurationSection section, HealthOptions options)
    {
        section.RefuseOtherKeys(nameof(HealthOptions.MaxBacklogAge));
        section.Read(nameof(HealthOptions.MaxBacklogAge), (TimeSpan value) => options.MaxBacklogAge = value);
    }

    public static void Read(IConfigurationSection section, StatisticsOptions options)
    {
        section.RefuseOtherKeys(nameof(StatisticsOptions.Enabled), nameof(StatisticsOptions.Retention));
        section.Read(nameof(StatisticsOptions.Enabled), (bool value) => options.Enabled = value);
        section.Read(nameof(StatisticsOptions.Retention), (TimeSpan value) => options.Retention = value);
    }

    private static void ReadKinds(IConfigurationSection section, IDictionary<string, KindRetention> kinds)
    {
        foreach (var kind in section.GetChildren())
        {
            kind.RefuseOtherKeys(
                nameof(KindRetention.Completed), nameof(KindRetention.Cancelled), nameof(KindRetention.Discarded),
                nameof(KindRetention.Results));
            var options = kinds[kind.Key] = kinds.TryGetValue(kind.Key, out var known) ? known : new KindRetention();
            kind.Read(nameof(KindRetention.Completed), (TimeSpan value) => options.Completed = value);
            kind.Read(nameof(KindRetention.Cancelled), (TimeSpan value) => options.Cancelled = value);
            kind.Read(nameof(KindRetention.Discarded), (TimeSpan value) => options.Discarded = value);
            kind.Read(nameof(KindRetention.Results), (TimeSpan value) => options.Results = value);
        }
    }

    public static void Read(IConfigurationSection section, ObserverOptions options)
    {
        section.RefuseOtherKeys(nameof(ObserverOptions.Timeout));
        section.Read(nameof(ObserverOptions.Timeout), (TimeSpan value) => options.Timeout = value);
    }

    public static void Read(IConfigurationSection section, ObjectiveOptions options)
    {
        string[] named = [.. options.Queues.Keys];
        foreach (var queue in section.GetChildren())
        {
            queue.RefuseOtherKeys(
                nameof(QueueObjective.StartWithin), nameof(QueueObjective.Percent), nameof(QueueObjective.MaxBurnRate));
            var name = named.FirstOrDefault(known => known.Equals(queue.Key, StringComparison.OrdinalIgnoreCase)) ?? queue.Key;
            var objective = options.Queues.TryGetValue(name, out var known) ? known : options.Queues[name] = new QueueObjective();
            queue.Read(nameof(QueueObjective.StartWithin), (TimeSpan value) => objective.StartWithin = value);
            queue.Read(nameof(QueueObjective.Percent), (double value) => objective.Percent = value);
            queue.Read(nameof(QueueObjective.MaxBurnRate), (double value) => objective.MaxBurnRate = value);
        }
    }

    private static void ReadQueues(IConfigurationSection section, IDictionary<string, QueueOptions> queues)
    {
        // Code may leave the queues to the configuration. Where it names them, another name is a mistake.
        string[] named = [.. queues.Keys];
        foreach (var queue in section.GetChildren())
        {
            RequireKeys(queue);

            // Keys of the configuration have no case, as environment variables show; the names of queues have.
            var name = named.FirstOrDefault(known => known.Equals(queue.Key, StringComparison.OrdinalIgnoreCase));
            if (name is null && named.Length > 0)
            {
                throw new OstinatoConfigurationException(
                    $"Configuration {queue.Path} names no queue of this worker, which serves {string.Join(", ", named)}. "
                    + $"Correct the name, or add the queue in code: AddWorker(w => w.Queue(\"{queue.Key}\")).");
            }

            var options = queues[name ?? queue.Key] = name is null ? new QueueOptions() : queues[name];
            queue.Read(nameof(QueueOptions.Concurrency), (int value) => options.Concurrency = value);
        }
    }

    private static void RequireKeys(IConfigurationSection queue)
    {
        if (queue.Value is { Length: > 0 } text)
        {
            throw new OstinatoConfigurationException(
                $"Configuration {queue.Path} is '{text}'; a queue has keys of its own. "
                + $"Write {queue.Path}:{nameof(QueueOptions.Concurrency)}.");
        }

        queue.RefuseOtherKeys(nameof(QueueOptions.Concurrency));
    }
}
