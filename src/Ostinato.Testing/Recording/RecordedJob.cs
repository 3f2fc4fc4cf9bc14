using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Ostinato.Testing;

/// <summary>A job that the code under test enqueued.</summary>
public sealed record RecordedJob
{
    /// <summary>The id that the caller was given.</summary>
    public required JobId Id { get; init; }

    /// <summary>The wire name.</summary>
    public required string Name { get; init; }

    /// <summary>The payload, the very object that was passed.</summary>
    public required object Payload { get; init; }

    /// <summary>What the call said; empty options where it passed none.</summary>
    public required EnqueueOptions Options { get; init; }

    /// <summary>The transaction of the call, or null.</summary>
    public DbTransaction? Transaction { get; init; }

    /// <summary>When the call was made.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>The queue: of the call, or else of the payload's attribute.</summary>
    public required string Queue { get; init; }

    /// <summary>0 first to 9 last: of the call, or else of the payload's attribute.</summary>
    public required int Priority { get; init; }

    /// <summary>The tags as they would be stored: trimmed, in lower case, without repetitions.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How long the job waits, counted from the call; zero where it may run at once.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>One line for messages.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"#{Id} {Name} {Payload} on queue '{Queue}' with priority {Priority}");
        if (Wait > TimeSpan.Zero)
        {
            text.Append(CultureInfo.InvariantCulture, $" after {Wait}");
        }

        if (Tags.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" tagged {string.Join(", ", Tags)}");
        }

        return text.Append(Transaction is null ? "" : " in a transaction").ToString();
    }
}
