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
            ReadQueue(queue, options.Queues);
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

    private static void ReadQueue(IConfigurationSection section, IDictionary<string, QueueOptions> queues)
    {
        const string Concurrency = nameof(QueueOptions.Concurrency);
        if (section.Value is { Length: > 0 } text)
        {
            throw new OstinatoConfigurationException(
                $"Configuration {section.Path} is '{text}'; a queue has keys of its own. Write {section.Path}:{Concurrency}.");
        }

        if (section.GetChildren().FirstOrDefault(child => !Is(child.Key, Concurrency)) is { } unknown)
        {
            throw new OstinatoConfigurationException(
                $"Configuration {unknown.Path} is no setting of a queue. Write {section.Path}:{Concurrency}; "
                + "a queue whose name has a colon is set in code.");
        }

        // Keys of the configuration have no case, as environment variables show; the names of queues have.
        var name = queues.Keys.FirstOrDefault(known => Is(known, section.Key)) ?? section.Key;
        if (!queues.TryGetValue(name, out var options))
        {
            queues[name] = options = new QueueOptions();
        }

        section.Read(Concurrency, (int value) => options.Concurrency = value);
    }

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
