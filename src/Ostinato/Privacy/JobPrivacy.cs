using System.Text.Json.Serialization.Metadata;

namespace Ostinato.Privacy;

/// <summary>What is private about a kind of job.</summary>
/// <param name="Payload">The private members of its payload; null where there are none.</param>
/// <param name="Result">The private members of its result; null where there are none.</param>
/// <param name="RedactedNames">The names of its redacted members, which travel with each job, for processes without its code.</param>
internal sealed record JobPrivacy(PrivateMembers? Payload, PrivateMembers? Result, IReadOnlyList<string> RedactedNames)
{
    private static readonly JobPrivacy None = new(null, null, []);

    public bool HoldsEncrypted => Payload is { HoldsEncrypted: true } || Result is { HoldsEncrypted: true };

    public static JobPrivacy Of(JsonTypeInfo? payload, JsonTypeInfo? result)
    {
        var (inPayload, inResult) = (PrivateMembers.Of(payload), PrivateMembers.Of(result));
        return inPayload is null && inResult is null
            ? None
            : new JobPrivacy(inPayload, inResult, [.. NamesOf(Secrecy.Redacted, inPayload, inResult)]);
    }

    public IEnumerable<string> NamesOf(Secrecy secrecy) => NamesOf(secrecy, Payload, Result);

    private static IEnumerable<string> NamesOf(Secrecy secrecy, PrivateMembers? payload, PrivateMembers? result) =>
        (payload?.NamesOf(secrecy) ?? []).Union(result?.NamesOf(secrecy) ?? []);
}
