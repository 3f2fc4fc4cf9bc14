using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Ostinato.Testing.Tests.Manifest;

/// <summary>Builds of an application, some years apart.</summary>
internal static class Code
{
    public static JsonTypeInfo<T> Json<T>() => (JsonTypeInfo<T>)JobJson.Options(new DefaultJsonTypeInfoResolver()).GetTypeInfo(typeof(T));

    public static JobDefinition<T> Job<T>(
        string name = "render", int version = 1, int oldest = 1, Action<JsonObject>? upcast = null, params string[] aliases)
        where T : notnull => new(name, Json<T>())
        {
            Version = version,
            OldestVersion = oldest,
            Aliases = aliases,
            Upcasters = [.. Enumerable.Range(oldest, version - oldest).Select(from => JobUpcaster.From(from, upcast ?? (_ => { }), "Upcast"))],
        };

    /// <summary>What a manifest holds after it was written and read.</summary>
    public static IReadOnlyList<ManifestJob> Committed(params JobDefinition[] jobs) =>
        ManifestText.Read(ManifestText.Write(jobs.Select(job => JobsOfCode.Describe(job, null))));

    public static ManifestReport Compare(JobDefinition before, JobDefinition after) => ManifestComparison.Compare(Committed(before), [after]);

    /// <summary>What really happens to a payload that an older build has stored.</summary>
    public static ManifestVerdict Reality(JobDefinition after, int version, string stored)
    {
        try
        {
            var read = after.Serialize(after.Read(version, Encoding.UTF8.GetBytes(stored)));
            return IsIn(JsonNode.Parse(stored), JsonNode.Parse(read)) ? ManifestVerdict.Compatible : ManifestVerdict.LosesData;
        }
        catch (Exception)
        {
            return ManifestVerdict.Unreadable;
        }
    }

    private static bool IsIn(JsonNode? stored, JsonNode? read) => (stored, read) switch
    {
        (JsonObject one, JsonObject other) => one.All(member => IsIn(member.Value, Find(other, member.Key))),
        (JsonArray one, JsonArray other) => one.Count == other.Count && one.Zip(other).All(pair => IsIn(pair.First, pair.Second)),
        _ => stored?.ToJsonString() == read?.ToJsonString() || IsSameMoment(stored?.ToString(), read?.ToString()),
    };

    private static JsonNode? Find(JsonObject json, string name) =>
        json.FirstOrDefault(member => string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    private static bool IsSameMoment(string? one, string? other) => one?.Length >= 10 && other?.Length >= 10
        && DateTimeOffset.TryParse(one, null, System.Globalization.DateTimeStyles.AssumeUniversal, out var moment)
        && DateTimeOffset.TryParse(other, null, System.Globalization.DateTimeStyles.AssumeUniversal, out var then) && moment == then;
}
