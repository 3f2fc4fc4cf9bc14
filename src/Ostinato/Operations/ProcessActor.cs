using Ostinato.Queues;

namespace Ostinato.Operations;

/// <summary>Who acts where nobody has said it.</summary>
internal static class ProcessActor
{
    public const int LongestName = 200;

    /// <summary>This process, such as <c>host-1:4242</c>.</summary>
    public static string Name { get; } = ServingRule.Name(Environment.MachineName, Environment.ProcessId);

    /// <exception cref="ArgumentException">It is empty or too long.</exception>
    public static string Valid(string actor)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        return actor.Length <= LongestName
            ? actor
            : throw new ArgumentException(
                $"The name of an actor has at most {LongestName} characters; this one has {actor.Length}.", nameof(actor));
    }
}
