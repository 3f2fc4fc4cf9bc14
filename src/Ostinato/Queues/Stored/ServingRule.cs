using System.Globalization;
using Ostinato.Storage;

namespace Ostinato.Queues;

/// <summary>How many jobs of a queue a process runs at once, from its configuration and what an operator has set. Pure.</summary>
internal static class ServingRule
{
    /// <param name="configured">What the configuration of the process says; 0 where it does not name the queue.</param>
    /// <param name="settings">What an operator has set.</param>
    /// <param name="host">The host of the process.</param>
    /// <param name="process">The number that the operating system gives it.</param>
    /// <param name="labels">Its labels.</param>
    public static int Concurrency(
        int configured, QueueSettings? settings, string host, int process, IEnumerable<string> labels) =>
        settings is null ? configured
        : configured == 0 || !Names(settings, host, process, labels) ? 0
        : settings.Concurrency ?? configured;

    /// <inheritdoc cref="Concurrency(int, QueueSettings?, string, int, IEnumerable{string})"/>
    public static int Concurrency(string queue, QueueSettings? settings, ProcessDescription process) => Concurrency(
        process.Queues.TryGetValue(queue, out var configured) ? configured : 0, settings, process.Host, process.ProcessId, process.Labels);

    /// <summary>Whether settings let a process serve the queue.</summary>
    public static bool Names(QueueSettings? settings, ProcessDescription process) =>
        settings is null || Names(settings, process.Host, process.ProcessId, process.Labels);

    private static bool Names(QueueSettings settings, string host, int process, IEnumerable<string> labels) =>
        settings.ServedBy is not { } served
        || served.Any(name => Same(name, host) || Same(name, Name(host, process)) || labels.Any(label => Same(name, label)));

    /// <summary>What a process is called, such as <c>host-1:4242</c>.</summary>
    public static string Name(string host, int process) => string.Create(CultureInfo.InvariantCulture, $"{host}:{process}");

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
