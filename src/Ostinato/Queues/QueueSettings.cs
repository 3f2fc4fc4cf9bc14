namespace Ostinato;

/// <summary>
/// What an operator sets for a queue at run time. It is stored, outlives restarts, and rules over the configuration of every process; what
/// is null here the configuration says. Whether a queue is paused is no part of it.
/// </summary>
public sealed record QueueSettings
{
    /// <summary>
    /// How many of its jobs run at once in each process that serves it, 0 to 10,000. Running jobs finish where it is lowered. Default null:
    /// what the process's configuration says.
    /// </summary>
    public int? Concurrency { get; init; }

    /// <summary>
    /// Which processes serve it: a label (<see cref="WorkerOptions.Labels"/>), a host (<c>host-1</c>) or one process of it
    /// (<c>host-1:4242</c>), any of these, without regard to case. A process must name the queue in its configuration, too. Default null:
    /// all that do.
    /// </summary>
    public IReadOnlyList<string>? ServedBy { get; init; }

    /// <inheritdoc/>
    public bool Equals(QueueSettings? other) =>
        other is not null && Concurrency == other.Concurrency
        && (ServedBy ?? []).SequenceEqual(other.ServedBy ?? [], StringComparer.Ordinal) && ServedBy is null == other.ServedBy is null;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Concurrency, ServedBy?.Count);

    /// <summary>In words, such as <c>concurrency 5, served by gpu</c>.</summary>
    public override string ToString()
    {
        string?[] parts =
        [
            Concurrency is { } concurrency ? $"concurrency {concurrency}" : null,
            ServedBy is { } names ? $"served by {string.Join(", ", names)}" : null,
        ];
        var said = parts.OfType<string>().ToList();
        return said.Count == 0 ? "nothing" : string.Join(", ", said);
    }
}
