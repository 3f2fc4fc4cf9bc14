using System.Text.Json.Nodes;

namespace Ostinato.Generators.Tests.Support;

/// <summary>JSON as another version of a payload might have written it.</summary>
internal static class Mutations
{
    public static IEnumerable<string> WithoutOneProperty(string json) => OfEachProperty(json, (parent, name) => parent.Remove(name));

    public static IEnumerable<string> WithOneNull(string json) => OfEachProperty(json, (parent, name) => parent[name] = null);

    private static IEnumerable<string> OfEachProperty(string json, Action<JsonObject, string> change)
    {
        if (JsonNode.Parse(json) is not JsonObject original)
        {
            yield break;
        }

        foreach (var name in original.Select(property => property.Key))
        {
            var copy = (JsonObject)original.DeepClone();
            change(copy, name);
            yield return copy.ToJsonString();
        }
    }
}
