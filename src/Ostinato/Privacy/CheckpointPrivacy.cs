using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace Ostinato.Privacy;

/// <summary>Checkpoints are stored and shown as they are, so that their types may have no private members.</summary>
internal static class CheckpointPrivacy
{
    private static readonly ConditionalWeakTable<JsonTypeInfo, string> Complaints = [];

    /// <summary>What is wrong with a type of checkpoints, or null. Read once for each type.</summary>
    public static string? Complaint(string job, JsonTypeInfo json)
    {
        var members = Complaints.GetValue(json, static json => Describe(json));
        return members.Length == 0
            ? null
            : $"The checkpoint of job '{job}' ({json.Type.Name}) has private members ({members}), and checkpoints are stored and shown as "
                + "they are. Keep what is private in the payload, and a reference to it in the checkpoint.";
    }

    private static string Describe(JsonTypeInfo json) => PrivateMembers.Of(json) is { } found
        ? string.Join(", ", found.NamesOf(Secrecy.Encrypted).Concat(found.NamesOf(Secrecy.Redacted)).Select(name => $"'{name}'"))
        : "";
}
