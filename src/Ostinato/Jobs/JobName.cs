using System.Buffers;

namespace Ostinato;

/// <summary>The alphabet of wire names and queue names.</summary>
internal static class JobName
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:-");

    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= JobDefaults.MaxNameLength } && !name.AsSpan().ContainsAnyExcept(Allowed);

    public static void Validate(string? name, Type payloadType)
    {
        if (!IsValid(name))
        {
            throw new OstinatoConfigurationException(
                $"'{name}' is not a wire name (payload {payloadType.Name}). "
                + $"Use 1 to {JobDefaults.MaxNameLength} characters of a-z A-Z 0-9 . _ : -");
        }
    }

    public static string ValidQueue(string? queue, string place) =>
        IsValid(queue)
            ? queue!
            : throw new ArgumentException(
                $"'{queue}' is not a queue name ({place}). Use 1 to {JobDefaults.MaxNameLength} characters of a-z A-Z 0-9 . _ : -",
                nameof(queue));
}
