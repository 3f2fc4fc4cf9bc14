using System.Security.Cryptography;

namespace Ostinato;

/// <summary>What netstandard2.0 lacks of strings, characters and hashes.</summary>
internal static class Texts
{
    extension(string text)
    {
        public int IndexOf(char value, StringComparison comparison) => text.IndexOf(value.ToString(), comparison);

        public bool StartsWith(char value) => text.Length > 0 && text[0] == value;
    }

    extension(char)
    {
        public static bool IsAsciiDigit(char value) => value is >= '0' and <= '9';
    }

    extension(SHA256)
    {
        public static byte[] HashData(byte[] source)
        {
            using var hash = SHA256.Create();
            return hash.ComputeHash(source);
        }
    }
}
