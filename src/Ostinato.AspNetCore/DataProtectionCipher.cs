using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Ostinato.AspNetCore;

/// <summary>Encrypts values with the keys of Data Protection. What a value belongs to is the purpose of its protector.</summary>
/// <param name="provider">Data Protection.</param>
/// <param name="keys">Its keys, to say which one is missing; null where nobody knows.</param>
internal sealed class DataProtectionCipher(IDataProtectionProvider provider, IKeyManager? keys) : IMemberCipher
{
    private const string Purpose = "Ostinato.Encrypted";
    private const string Unknown = "data-protection";

    // A protected payload begins with these four bytes and the id of its key.
    private const uint Magic = 0x09F0C9F0;
    private const int IdSize = 16;

    public SealedValue Seal(ReadOnlySpan<byte> value, ReadOnlySpan<byte> place)
    {
        var data = Protector(place).Protect(value.ToArray());
        return new SealedValue(KeyOf(data)?.ToString("D") ?? Unknown, data);
    }

    public byte[] Open(SealedValue value, ReadOnlySpan<byte> place)
    {
        var data = value.Data.ToArray();
        if (keys is not null && KeyOf(data) is { } id && keys.GetAllKeys().All(key => key.KeyId != id || key.IsRevoked))
        {
            throw new KeyNotFoundException($"There is no key '{id}'.");
        }

        try
        {
            return Protector(place).Unprotect(data);
        }
        catch (Exception error) when (error is not CryptographicException)
        {
            throw new CryptographicException("The value was changed.", error);
        }
    }

    private static Guid? KeyOf(ReadOnlySpan<byte> data) =>
        data.Length >= sizeof(uint) + IdSize && BinaryPrimitives.ReadUInt32BigEndian(data) == Magic
            ? new Guid(data.Slice(sizeof(uint), IdSize))
            : null;

    private IDataProtector Protector(ReadOnlySpan<byte> place) => provider.CreateProtector(Purpose, Convert.ToBase64String(place));
}
