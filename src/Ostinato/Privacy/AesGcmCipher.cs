using System.Security.Cryptography;

namespace Ostinato.Privacy;

/// <summary>AES-256-GCM under the keys of a ring. Stored are a nonce, a tag, and as many bytes as the value has.</summary>
internal sealed class AesGcmCipher(IJobKeyRing keys) : IMemberCipher
{
    public const int KeySize = 32;

    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Head = NonceSize + TagSize;

    public SealedValue Seal(ReadOnlySpan<byte> value, ReadOnlySpan<byte> place)
    {
        var id = keys.CurrentKey;
        var data = new byte[Head + value.Length];
        var nonce = data.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = Aes(id);
        aes.Encrypt(nonce, value, data.AsSpan(Head), data.AsSpan(NonceSize, TagSize), place);
        return new SealedValue(id, data);
    }

    public byte[] Open(SealedValue value, ReadOnlySpan<byte> place)
    {
        if (value.Data.Length < Head)
        {
            throw new CryptographicException("The value is cut off.");
        }

        var opened = new byte[value.Data.Length - Head];
        var data = value.Data.Span;
        using var aes = Aes(value.Key);
        aes.Decrypt(data[..NonceSize], data[Head..], data[NonceSize..Head], opened, place);
        return opened;
    }

    private AesGcm Aes(string id)
    {
        var key = keys.Find(id) ?? throw new KeyNotFoundException($"There is no key '{id}'.");
        return key.Length == KeySize
            ? new AesGcm(key, TagSize)
            : throw new CryptographicException($"Key '{id}' has {key.Length} bytes; it must have {KeySize}.");
    }
}
