namespace Ostinato;

/// <summary>An encrypted member cannot be written or read: its key is not there, or what is stored was changed.</summary>
/// <remarks>The message names the member and the id of the key, and holds no value.</remarks>
public sealed class JobEncryptionException(string message) : Exception(message);
