using Ostinato.Privacy;

namespace Ostinato.Tests.Privacy;

/// <summary>A key ring whose keys follow from their ids, so that two processes that name one have the same.</summary>
internal sealed class Keys(string current, params string[] others) : IJobKeyRing
{
    public string CurrentKey => current;

    public static AesGcmCipher Cipher(string current, params string[] others) => new(new Keys(current, others));

    public static byte[] Bytes(string id) => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id));

    public byte[]? Find(string id) => id == current || others.Contains(id) ? Bytes(id) : null;
}
