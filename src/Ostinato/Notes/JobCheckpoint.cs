using System.Text;

namespace Ostinato;

/// <summary>Where the next attempt at a job may go on from.</summary>
/// <param name="State">What the handler stored, in UTF-8 JSON.</param>
/// <param name="Attempt">Which attempt stored it, from 1.</param>
/// <param name="At">When it was stored, by the store's clock.</param>
public sealed record JobCheckpoint(ReadOnlyMemory<byte> State, int Attempt, DateTimeOffset At)
{
    /// <summary>The state as text.</summary>
    public string Text => Encoding.UTF8.GetString(State.Span);
}
