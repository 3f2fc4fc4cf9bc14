using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ostinato.AspNetCore;

/// <summary>Backlogs as JSON, <c>{"queues":{"mail":{"waiting":3,…}}}</c>, and in Prometheus' text format.</summary>
internal static class BacklogAnswer
{
    private static readonly (string Member, string Name, string Help, Func<QueueBacklog, double?> Value)[] Numbers =
    [
        ("waiting", "waiting", "Jobs that could start now.", queue => queue.Waiting),
        ("running", "running", "Jobs that run.", queue => queue.Running),
        ("oldestSeconds", "oldest_seconds", "How long the longest-waiting job has waited.", queue => queue.OldestAge?.TotalSeconds ?? 0),
        ("slots", "slots", "Jobs that all processes run at once.", queue => queue.Slots),
        ("perSecond", "per_second", "Attempts that ended in a second.", queue => queue.PerSecond),
        ("drainSeconds", "drain_seconds", "How long it takes to start what waits.", queue => queue.DrainTime?.TotalSeconds),
        ("neededSlots", "needed_slots", "Slots that it takes to start what waits in time.", queue => queue.NeededSlots),
    ];

    public static void WriteJson(IReadOnlyList<QueueBacklog> queues, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteStartObject("queues");
        foreach (var queue in queues)
        {
            json.WritePropertyName(queue.Queue);
            Write(queue, json);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteJson(QueueBacklog queue, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output);
        Write(queue, json);
    }

    public static void WriteText(IReadOnlyList<QueueBacklog> queues, IBufferWriter<byte> output)
    {
        foreach (var (_, name, help, value) in Numbers)
        {
            Encoding.UTF8.GetBytes($"# HELP ostinato_backlog_{name} {help}\n# TYPE ostinato_backlog_{name} gauge\n", output);
            foreach (var queue in queues.Where(queue => value(queue) is not null))
            {
                // Names of queues have no letters that would have to be escaped.
                Encoding.UTF8.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"ostinato_backlog_{name}{{queue=\"{queue.Queue}\"}} {value(queue)}\n"),
                    output);
            }
        }
    }

    private static void Write(QueueBacklog queue, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("queue", queue.Queue);
        json.WriteBoolean("paused", queue.IsPaused);
        foreach (var (member, _, _, value) in Numbers)
        {
            if (value(queue) is { } number)
            {
                json.WriteNumber(member, number);
            }
            else
            {
                json.WriteNull(member);
            }
        }

        json.WriteEndObject();
    }
}
