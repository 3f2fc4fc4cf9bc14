namespace Ostinato;

/// <summary>How long observers may take. Configuration section: <c>Ostinato:Observers</c>.</summary>
public sealed class ObserverOptions
{
    /// <summary>How long one call of an observer is waited for. Default 5 s, 0.01 s to 1 min. Read at the start.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}
