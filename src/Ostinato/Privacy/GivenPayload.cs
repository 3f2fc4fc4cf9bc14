using System.Buffers;
using System.Text.Json;

namespace Ostinato.Privacy;

/// <summary>Refuses what stands for a private value where a person must give the value itself.</summary>
internal static class GivenPayload
{
    /// <summary>What is wrong with a payload, or null.</summary>
    /// <param name="job">Its kind.</param>
    /// <param name="payload">What a person gives.</param>
    /// <param name="mayEncrypt">Whether encrypted members may be given; a schedule is stored as it is.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static string? Complaint(JobDefinition job, byte[] payload, bool mayEncrypt)
    {
        if (job.Privacy.Payload is not { } members)
        {
            return null;
        }

        var rule = new Rule(mayEncrypt);
        MemberWalk.Rewrite(payload, members, rule);
        return rule.Complaint;
    }

    private sealed class Rule(bool mayEncrypt) : MemberRule
    {
        public string? Complaint { get; private set; }

        public override bool Replaces(Secrecy secrecy, string? name, Utf8JsonReader value, out SealedValue? envelope)
        {
            envelope = null;
            Complaint ??= secrecy switch
            {
                Secrecy.Encrypted when !mayEncrypt && value.TokenType is not JsonTokenType.Null =>
                    $"its payload gives the encrypted member '{name}', and what a schedule says is stored as it is. "
                    + "Leave it out, and let the handler find the value",
                not Secrecy.None when value.TokenType is JsonTokenType.String && IsMask(value) =>
                    $"its payload gives '{value.GetString()}' as member '{name}', which is what is shown in place of the value. "
                    + "Give the value",
                _ => null,
            };
            return false;
        }

        public override void Write(in MemberValue member, ReadOnlySpan<byte> value, IBufferWriter<byte> output)
        {
            // It replaces nothing.
        }

        private static bool IsMask(Utf8JsonReader value) =>
            value.ValueTextEquals(HideRule.RedactedText) || value.ValueTextEquals(HideRule.EncryptedText);
    }
}
