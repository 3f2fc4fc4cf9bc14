namespace Ostinato;

/// <summary>An encrypted value, and what it takes to read it.</summary>
/// <param name="Key">The id of the key: 1 to 100 characters of <c>a–z A–Z 0–9 . _ : -</c>, stored for all to see.</param>
/// <param name="Data">The value, and all that its cipher needs beside the key.</param>
public sealed record SealedValue(string Key, ReadOnlyMemory<byte> Data);
