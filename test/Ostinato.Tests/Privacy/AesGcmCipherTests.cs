using System.Security.Cryptography;
using Ostinato.Privacy;

namespace Ostinato.Tests.Privacy;

public sealed class AesGcmCipherTests
{
    private static readonly byte[] Place = "payload\npay\n/card"u8.ToArray();

    private static readonly byte[] Secret = "\"4111 1111\""u8.ToArray();

    private readonly AesGcmCipher _cipher = Keys.Cipher("2026");

    [Fact]
    public void What_was_sealed_is_opened_with_the_same_key_at_the_same_place()
    {
        var stored = _cipher.Seal(Secret, Place);

        stored.Key.ShouldBe("2026");
        _cipher.Open(stored, Place).ShouldBe(Secret);
    }

    [Fact]
    public void The_same_value_is_never_sealed_alike() =>
        Enumerable.Range(0, 1_000).Select(_ => Convert.ToHexString(_cipher.Seal(Secret, Place).Data.Span)).Distinct().Count().ShouldBe(1_000);

    [Fact]
    public void A_change_of_any_bit_is_noticed()
    {
        var stored = _cipher.Seal(Secret, Place);
        for (var bit = 0; bit < stored.Data.Length * 8; bit++)
        {
            var changed = stored.Data.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Should.Throw<CryptographicException>(() => _cipher.Open(stored with { Data = changed }, Place));
        }
    }

    [Fact]
    public void What_is_cut_off_is_noticed()
    {
        var stored = _cipher.Seal(Secret, Place);
        for (var length = 0; length < stored.Data.Length; length++)
        {
            Should.Throw<CryptographicException>(() => _cipher.Open(stored with { Data = stored.Data[..length] }, Place));
        }
    }

    [Theory]
    [InlineData("payload\npay\n/cvc")]
    [InlineData("payload\nrefund\n/card")]
    [InlineData("result\npay\n/card")]
    [InlineData("")]
    public void A_value_does_not_open_at_another_place(string place) =>
        Should.Throw<CryptographicException>(() => _cipher.Open(_cipher.Seal(Secret, Place), System.Text.Encoding.UTF8.GetBytes(place)));

    [Fact]
    public void After_a_rotation_the_old_is_read_and_the_new_key_is_written()
    {
        var old = _cipher.Seal(Secret, Place);
        var rotated = Keys.Cipher("2027", "2026");

        rotated.Open(old, Place).ShouldBe(Secret);
        rotated.Seal(Secret, Place).Key.ShouldBe("2027");
    }

    [Fact]
    public void A_key_that_is_gone_and_one_that_has_become_another_are_told_apart()
    {
        var stored = _cipher.Seal(Secret, Place);

        Should.Throw<KeyNotFoundException>(() => Keys.Cipher("2027").Open(stored, Place)).Message.ShouldContain("'2026'");
        Should.Throw<CryptographicException>(() => Keys.Cipher("2027").Open(stored with { Key = "2027" }, Place));
    }

    [Fact]
    public void A_key_of_another_length_is_refused() =>
        Should.Throw<CryptographicException>(() => new AesGcmCipher(new Short()).Seal(Secret, Place)).Message
            .ShouldBe("Key 'short' has 16 bytes; it must have 32.");

    private sealed class Short : IJobKeyRing
    {
        public string CurrentKey => "short";

        public byte[]? Find(string id) => new byte[16];
    }
}
