using System.Text.Json.Nodes;

namespace Ostinato;

/// <summary>What upcasters do most.</summary>
public static class JsonObjectExtensions
{
    /// <summary>Gives a member another name. Where there is none of that name, nothing changes.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentException">There is a member of the new name already.</exception>
    public static bool Rename(this JsonObject payload, string from, string to)
    {
        ArgumentNullException.ThrowIfNull(payload);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (!payload.TryGetPropertyValue(from, out var value))
        {
            return false;
        }

        if (payload.ContainsKey(to) && !string.Equals(from, to, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"Member '{from}' cannot be renamed: the payload has a '{to}' already.", nameof(to));
        }

        payload.Remove(from);
        payload[to] = value;
        return true;
    }
}
