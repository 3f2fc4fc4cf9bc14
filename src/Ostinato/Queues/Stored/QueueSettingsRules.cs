using System.Globalization;

namespace Ostinato.Queues;

/// <summary>What settings of a queue must be. Pure.</summary>
internal static class QueueSettingsRules
{
    public const int MostJobsAtOnce = 10_000;

    /// <exception cref="ArgumentException">They make no sense; the message says why.</exception>
    public static void Check(string queue, QueueSettings settings)
    {
        Range(settings, queue, nameof(settings.Concurrency), settings.Concurrency, MostJobsAtOnce);
        if (settings.ServedBy is not { } names)
        {
            return;
        }

        if (names.Count == 0)
        {
            throw new ArgumentException(
                $"ServedBy of queue '{queue}' is empty, so nobody would serve it. "
                + "Name a label or a host, or set Concurrency to 0, or pause it.",
                nameof(settings));
        }

        if (names.FirstOrDefault(name => !IsLabel(name)) is { } bad)
        {
            throw new ArgumentException(
                $"ServedBy of queue '{queue}' has '{bad}', which is no label or host. {LabelRule}", nameof(settings));
        }
    }

    public const string LabelRule = "Use 1 to 100 characters without spaces or control characters.";

    public static bool IsLabel(string? name) =>
        name is { Length: > 0 and <= JobDefaults.MaxNameLength } && !name.Any(one => char.IsWhiteSpace(one) || char.IsControl(one));

    private static void Range(QueueSettings settings, string queue, string name, int? value, int most)
    {
        if (value < 0 || value > most)
        {
            throw new ArgumentOutOfRangeException(
                nameof(settings), value, string.Create(CultureInfo.InvariantCulture, $"{name} of queue '{queue}' must be 0 to {most:N0}."));
        }
    }
}
