namespace Ostinato.Storage;

/// <summary>One registered process and what it holds.</summary>
internal sealed class MemoryProcess(ProcessIdentity identity, ProcessDescription description, DateTimeOffset now)
{
    public ProcessIdentity Identity => identity;

    public ProcessDescription Description => description;

    public DateTimeOffset StartedAt { get; } = now;

    public DateTimeOffset LastBeatAt { get; set; } = now;

    public long Beat { get; set; }

    public MemoryJobList Held { get; } = new();

    /// <summary>The jobs among those it holds that somebody wants cancelled.</summary>
    public List<MemoryJob> Cancelling { get; } = [];

    public ProcessBeat LastBeat => new(identity, Beat);
}
