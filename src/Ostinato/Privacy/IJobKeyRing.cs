namespace Ostinato;

/// <summary>Where the keys of encrypted members come from, such as a vault that the application has read at its start.</summary>
/// <remarks>Asked for every encrypted member, on the threads of callers and handlers, from many at once: answer from memory.</remarks>
public interface IJobKeyRing
{
    /// <summary>The id of the key under which new values are written: 1 to 100 characters of <c>a–z A–Z 0–9 . _ : -</c>.</summary>
    string CurrentKey { get; }

    /// <summary>A key of 32 bytes by its id; null where there is none. What an id stands for never changes.</summary>
    byte[]? Find(string id);
}
