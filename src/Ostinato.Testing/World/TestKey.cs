using System.Security.Cryptography;
using Ostinato.Privacy;

namespace Ostinato.Testing;

/// <summary>The key of encrypted members in tests that name none: a test of a handler needs no keys of production.</summary>
internal sealed class TestKey : IJobKeyRing
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static SubstituteCipher Substitute { get; } = new(new AesGcmCipher(new TestKey()));

    public string CurrentKey => "test";

    public byte[]? Find(string id) => id == CurrentKey ? Key : null;
}
