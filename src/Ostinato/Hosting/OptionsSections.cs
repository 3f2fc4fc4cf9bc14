using Microsoft.Extensions.Configuration;

namespace Ostinato.Hosting;

/// <summary>Which configuration keys set which options.</summary>
internal static class OptionsSections
{
    public const string Worker = "Ostinato:Worker";
    public const string Retention = "Ostinato:Retention";
    public const string Client = "Ostinato:Client";
    public const string Health = "Ostinato:Health";

    public static void Read(IConfigurationSection section, WorkerOptions options)
    {
        foreach (var queue in section.GetSection("Queues").GetChildren())
        {
            if (!options.Queues.TryGetValue(queue.Key, out var known))
            {
                options.Queues[queue.Key] = known = new QueueOptions();
            }

            queue.Read(nameof(QueueOptions.Concurrency), value => known.Concurrency = value);
        }

        section.Read(nameof(WorkerOptions.DrainTimeout), (TimeSpan value) => options.DrainTimeout = value);
        section.Read(nameof(WorkerOptions.AbandonAfter), (TimeSpan value) => options.AbandonAfter = value);
        section.Read(nameof(WorkerOptions.HeartbeatInterval), (TimeSpan value) => options.HeartbeatInterval = value);
        section.Read(nameof(WorkerOptions.MissedBeats), (int value) => options.MissedBeats = value);
        section.Read(nameof(WorkerOptions.PoisonAfter), (int value) => options.PoisonAfter = value);
        section.Read(nameof(WorkerOptions.MaxPrefetch), (int value) => options.MaxPrefetch = value);
    }

    public static void Read(IConfigurationSection section, RetentionOptions options)
    {
        section.Read(nameof(RetentionOptions.Completed), (TimeSpan value) => options.Completed = value);
        section.Read(nameof(RetentionOptions.Cancelled), (TimeSpan value) => options.Cancelled = value);
        section.Read(nameof(RetentionOptions.Discarded), (TimeSpan value) => options.Discarded = value);
        section.Read(nameof(RetentionOptions.Interval), (TimeSpan value) => options.Interval = value);
        section.Read(nameof(RetentionOptions.StepSize), (int value) => options.StepSize = value);
    }

    public static void Read(IConfigurationSection section, ClientOptions options) =>
        section.Read(nameof(ClientOptions.MaxPayloadBytes), (int value) => options.MaxPayloadBytes = value);

    public static void Read(IConfigurationSection section, HealthOptions options) =>
        section.Read(nameof(HealthOptions.MaxBacklogAge), (TimeSpan value) => options.MaxBacklogAge = value);
}
