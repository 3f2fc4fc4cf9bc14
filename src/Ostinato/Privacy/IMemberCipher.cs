using System.Security.Cryptography;

namespace Ostinato;

/// <summary>Encrypts single values, for keys that never leave their place; see also <see cref="IJobKeyRing"/>.</summary>
/// <remarks>Called on the threads of callers and handlers, from many at once; it must answer from memory.</remarks>
public interface IMemberCipher
{
    /// <summary>Encrypts a value under the current key, differently every time.</summary>
    /// <param name="value">The value in UTF-8 JSON.</param>
    /// <param name="place">What the value belongs to. It can only be opened with the same.</param>
    SealedValue Seal(ReadOnlySpan<byte> value, ReadOnlySpan<byte> place);

    /// <summary>Decrypts a value.</summary>
    /// <exception cref="KeyNotFoundException">The key is not there.</exception>
    /// <exception cref="CryptographicException">The value was changed, belongs to another place, or its key is another one now.</exception>
    byte[] Open(SealedValue value, ReadOnlySpan<byte> place);
}
