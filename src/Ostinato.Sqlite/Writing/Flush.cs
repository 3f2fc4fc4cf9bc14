namespace Ostinato.Sqlite;

/// <summary>Whether a commit is flushed to the disk at once, where the options ask for flushing.</summary>
internal enum Flush
{
    /// <summary>It must outlive a power cut.</summary>
    Now,

    /// <summary>
    /// It is flushed with the next commit that must be. A power cut may take it back, and harms nothing then: every process that could
    /// have relied on it is gone too.
    /// </summary>
    Later,
}
