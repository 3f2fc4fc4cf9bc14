using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Ostinato;

/// <summary>Turns a stored payload of one version into the next version.</summary>
public sealed class JobUpcaster
{
    private const int LongestName = 80;

    private readonly Action<JsonObject> _upcast;

    private JobUpcaster(int version, Action<JsonObject> upcast, string name) => (Version, _upcast, Name) = (version, upcast, name);

    /// <summary>The version that it is given; it makes the next one of it.</summary>
    public int Version { get; }

    /// <summary>What messages call it, such as <c>Render.FromVersion1</c>.</summary>
    public string Name { get; }

    /// <summary>An upcaster from a version to the next.</summary>
    /// <param name="version">The version that it is given, from 1.</param>
    /// <param name="upcast">Changes the payload. The names of members are found without regard to case.</param>
    /// <param name="name">What messages call it. Default: as the code has it.</param>
    public static JobUpcaster From(
        int version, Action<JsonObject> upcast, [CallerArgumentExpression(nameof(upcast))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(version, JobDefaults.MaxVersion);
        ArgumentNullException.ThrowIfNull(upcast);
        return new JobUpcaster(version, upcast, Short(name));
    }

    internal void Upcast(JsonObject payload) => _upcast(payload);

    private static string Short(string? name) =>
        name is { Length: > 0 and <= LongestName } && !name.Contains('\n', StringComparison.Ordinal) ? name : "a lambda";
}
