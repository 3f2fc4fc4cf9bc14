namespace Ostinato;

/// <summary>What a commit outlives.</summary>
public enum SqliteDurability
{
    /// <summary>
    /// A job whose enqueue has returned outlives the process, a crash of the operating system and a power cut: the commit was flushed to
    /// the disk.
    /// </summary>
    Full,

    /// <summary>
    /// Commits outlive the process, and are not flushed one by one. A crash of the operating system or a power cut can take back the last
    /// of them: enqueued jobs may be gone, and finished jobs may run again. The file stays sound.
    /// </summary>
    Normal,
}
