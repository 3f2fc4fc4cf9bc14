using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ostinato.Privacy;

/// <summary>What encrypted values belong to, beside their place in the JSON: they cannot be opened anywhere else.</summary>
/// <param name="Job">The wire name.</param>
/// <param name="What">The payload or the result.</param>
internal readonly record struct SealedIn(string Job, string What)
{
    public static SealedIn Payload(string job) => new(job, "payload");

    public static SealedIn Result(string job) => new(job, "result");

    /// <summary>Names have no line breaks, so that no two places have one text.</summary>
    public byte[] Place(string path) => Encoding.UTF8.GetBytes($"{What}\n{Job}\n{path}");
}

/// <summary>Encrypts what is to be encrypted.</summary>
internal sealed class SealRule(IMemberCipher? cipher, SealedIn where, bool looksEverywhere) : MemberRule
{
    // Only to refuse what looks as if it were encrypted.
    public override bool LooksEverywhere => looksEverywhere;

    public override bool Replaces(Secrecy secrecy, string? name, Utf8JsonReader value, out SealedValue? envelope)
    {
        envelope = null;
        return secrecy is Secrecy.Encrypted || (looksEverywhere && Envelope.TryRead(value, out envelope));
    }

    public override void Write(in MemberValue member, ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        if (member.Envelope is not null)
        {
            throw new JobEncryptionException(
                $"'{member.Path}' has the form in which encrypted values are stored, and would be taken for one when it is read. "
                + "Write it in another form, or mark its member with [Encrypted].");
        }

        if (cipher is null)
        {
            throw new JobEncryptionException($"member '{member.Path}' is to be encrypted, and no key is configured.");
        }

        Envelope.Write(cipher.Seal(value, where.Place(member.Path)), output);
    }
}

/// <summary>Decrypts whatever is encrypted, also what the code does not mark any more.</summary>
internal sealed class OpenRule(IMemberCipher? cipher, SealedIn where) : MemberRule
{
    public override bool LooksEverywhere => true;

    public override bool Replaces(Secrecy secrecy, string? name, Utf8JsonReader value, out SealedValue? envelope) =>
        Envelope.TryRead(value, out envelope);

    public override void Write(in MemberValue member, ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        var envelope = member.Envelope!;
        try
        {
            var opened = (cipher ?? throw new KeyNotFoundException()).Open(envelope, where.Place(member.Path));
            output.Write(opened);
        }
        catch (KeyNotFoundException)
        {
            throw new JobEncryptionException(
                $"member '{member.Path}' of the {where.What} of job '{where.Job}' is encrypted under key '{envelope.Key}', which this "
                + "process does not have. Give it that key and restart it");
        }
        catch (CryptographicException)
        {
            throw new JobEncryptionException(
                $"member '{member.Path}' of the {where.What} of job '{where.Job}' cannot be decrypted with key '{envelope.Key}': it was "
                + "changed, or moved there from another place, or the key is another one now");
        }
    }
}

/// <summary>Hides what is private.</summary>
/// <param name="names">Names of members that the job itself says are redacted.</param>
/// <param name="showsEnvelopes">Whether what is encrypted is left as it is stored; it tells nothing but the id of its key.</param>
internal sealed class HideRule(IReadOnlyList<string> names, bool showsEnvelopes) : MemberRule
{
    /// <summary>What stands for a value that is not shown.</summary>
    public const string RedactedText = "[redacted]";

    /// <summary>What stands for a value that is encrypted.</summary>
    public const string EncryptedText = "[encrypted]";

    private static ReadOnlySpan<byte> Encrypted => "\"[encrypted]\""u8;

    private static ReadOnlySpan<byte> Redacted => "\"[redacted]\""u8;

    public override bool LooksEverywhere => true;

    public override bool Replaces(Secrecy secrecy, string? name, Utf8JsonReader value, out SealedValue? envelope) =>
        Envelope.TryRead(value, out envelope)
            ? !showsEnvelopes
            : secrecy is not Secrecy.None || (name is not null && names.Contains(name, StringComparer.OrdinalIgnoreCase));

    public override void Write(in MemberValue member, ReadOnlySpan<byte> value, IBufferWriter<byte> output) =>
        output.Write(member is { Envelope: not null } or { Secrecy: Secrecy.Encrypted } ? Encrypted : Redacted);
}
