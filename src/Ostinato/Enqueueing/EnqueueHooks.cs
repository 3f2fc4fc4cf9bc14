namespace Ostinato;

/// <summary>Sees every job before it is stored; for metadata such as a tenant, or to refuse.</summary>
public interface IEnqueueHook
{
    /// <summary>Changes the draft, or throws to refuse the job. Called on the caller's thread, before serialization.</summary>
    void OnEnqueue(JobDraft draft);
}

/// <summary>A job that is about to be stored.</summary>
public sealed class JobDraft
{
    internal JobDraft(JobDefinition definition, object payload, EnqueueOptions options)
    {
        (Name, Payload) = (definition.Name, payload);
        Queue = options.Queue ?? definition.Queue;
        Priority = options.Priority ?? definition.Priority;
        Tags = [.. options.Tags];
        Metadata = options.Metadata is { } given ? new(given, StringComparer.Ordinal) : new(StringComparer.Ordinal);
    }

    /// <summary>The wire name.</summary>
    public string Name { get; }

    /// <summary>The payload.</summary>
    public object Payload { get; }

    /// <summary>The queue; may be changed.</summary>
    public string Queue { get; set; }

    /// <summary>0 first to 9 last; may be changed.</summary>
    public int Priority { get; set; }

    /// <summary>The tags; may be changed.</summary>
    public IList<string> Tags { get; }

    /// <summary>The metadata; may be changed.</summary>
    public Dictionary<string, string> Metadata { get; }
}
