namespace Ostinato;

/// <summary>Makes tags comparable: trimmed, in lower case, without empty ones and repetitions.</summary>
internal static class JobTags
{
    private const int MaxCount = 20;

    public static IReadOnlyList<string> Normalize(ICollection<string> tags, string job)
    {
        if (tags.Count == 0)
        {
            return [];
        }

        var normal = tags.Select(tag => Normalize(tag ?? ""))
            .Where(tag => tag.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (normal.Count > MaxCount)
        {
            throw new ArgumentException(
                $"Job '{job}' has {normal.Count} tags; at most {MaxCount} are kept. Put the rest into its metadata.");
        }

        return normal.Find(tag => tag.Length > JobDefaults.MaxNameLength) is { } longest
            ? throw new ArgumentException(
                $"Job '{job}' has a tag of {longest.Length} characters; at most {JobDefaults.MaxNameLength} are allowed.")
            : normal;
    }

    public static string Normalize(string tag) => tag.Trim().ToLowerInvariant();
}
