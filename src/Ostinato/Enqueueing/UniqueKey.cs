using System.Security.Cryptography;
using System.Text;

namespace Ostinato;

/// <summary>
/// The stored form of a unique key: SHA-256 over the wire name, then a zero byte and the key text, or a one byte and the payload.
/// </summary>
internal static class UniqueKey
{
    public static byte[] Of(string name, string? text, ReadOnlySpan<byte> payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(name));
        hash.AppendData([text is null ? (byte)1 : (byte)0]);
        if (text is null)
        {
            hash.AppendData(payload);
        }
        else
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }

        return hash.GetHashAndReset();
    }
}
