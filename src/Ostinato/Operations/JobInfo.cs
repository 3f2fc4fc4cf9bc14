using System.Text;
using Ostinato.Notes;
using Ostinato.Storage;

namespace Ostinato;

/// <summary>Everything known of one stored job.</summary>
public sealed record JobInfo
{
    private readonly StoredName _name;
    private readonly int _crashes;
    private JobHeaders? _headers;

    /// <summary>The id.</summary>
    public required JobId Id { get; init; }

    /// <summary>The wire name. Where a store sets it, the name that it keeps: <see cref="StoredName"/>.</summary>
    public required string Name
    {
        get => _name.Name;
        init => _name = StoredName.Parse(value);
    }

    /// <summary>The version in which its payload is stored, from 1.</summary>
    public int Version => _name.Version;

    /// <summary>The queue.</summary>
    public required string Queue { get; init; }

    /// <summary>0 first to 9 last.</summary>
    public required int Priority { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required JobState State { get; init; }

    /// <summary>How many attempts are spent, the running one included.</summary>
    public int Attempt { get; init; }

    /// <summary>How many processes died while they held it.</summary>
    public int Crashes
    {
        get => ClaimRule.Deaths(_crashes);
        init => _crashes = value;
    }

    /// <summary>Whether a person lets it run once more, alone in its process.</summary>
    public bool IsQuarantined => State != JobState.Suspended && ClaimRule.IsQuarantined(_crashes);

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>When it may run, for a scheduled or retryable job.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When the process took it, for an executing job.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>When it ended, for a final job.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How long the last attempt ran, for a job that ended after running.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Which process holds it, for an executing job.</summary>
    public ProcessIdentity? Process { get; init; }

    /// <summary>Why it was cancelled, discarded or suspended.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it was set aside, for a suspended job.</summary>
    public SuspensionReason Suspension { get; init; }

    /// <summary>Whether somebody asked for the running job to be cancelled.</summary>
    public bool IsCancelRequested { get; init; }

    /// <summary>
    /// The payload in UTF-8 JSON. In answers of <see cref="IJobAdmin"/> private members are <c>"[encrypted]"</c> or <c>"[redacted]"</c>.
    /// </summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The headers as they are stored.</summary>
    public ReadOnlyMemory<byte> Headers { get; init; }

    /// <summary>
    /// The stored result in UTF-8 JSON, private members as in <see cref="Payload"/>; null when there is none, or none any more. Where a
    /// store sets it, nothing at all stands for one that has expired.
    /// </summary>
    public ReadOnlyMemory<byte>? Result
    {
        get;
        init => (field, IsResultExpired) = value is { IsEmpty: true } ? (null, true) : (value, IsResultExpired && value is null);
    }

    /// <summary>Whether it had a result, which was kept for less time than the job (<see cref="RetentionOptions.Results"/>).</summary>
    public bool IsResultExpired { get; private init; }

    /// <summary>The errors that were kept, the oldest first.</summary>
    public IReadOnlyList<AttemptError> Errors { get; init; } = [];

    /// <summary>
    /// What its attempts have told, as it is stored: the latest progress, the latest checkpoint, and the last part of the captured lines.
    /// </summary>
    public IReadOnlyList<StoredNote> Notes { get; init; } = [];

    /// <summary>How far it is, or was, as its handler said last; null where none did.</summary>
    public JobProgress? Progress => Find(NoteKind.Progress) is { } note ? ProgressReport.Read(note) : null;

    /// <summary>Where the next attempt may go on from; null where no handler said so.</summary>
    public JobCheckpoint? Checkpoint => Find(NoteKind.Checkpoint) is { } note ? new(note.Body, note.Attempt, note.At) : null;

    /// <summary>
    /// The lines that were captured since the last time, in what <see cref="IJobOperations.WatchAsync(JobId, bool, CancellationToken)"/>
    /// yields where lines were asked for; empty elsewhere.
    /// </summary>
    public IReadOnlyList<JobLogLine> NewLines { get; init; } = [];

    /// <summary>The payload as text.</summary>
    public string PayloadText => Encoding.UTF8.GetString(Payload.Span);

    /// <summary>The tags of the enqueue call.</summary>
    public IReadOnlyList<string> Tags => Read().Tags;

    /// <summary>The metadata of the enqueue call and its hooks.</summary>
    public IReadOnlyDictionary<string, string> Metadata => Read().Metadata;

    internal StoredName StoredName => _name;

    /// <summary>The names of members that it says are not to be shown.</summary>
    internal IReadOnlyList<string> RedactedNames => Headers.Span.IndexOf("\"redacted\""u8) < 0 ? [] : Read().Redacted;

    private StoredNote? Find(NoteKind kind) => Notes.FirstOrDefault(note => note.Kind == kind);

    private JobHeaders Read() => _headers ??= JobHeadersJson.Read(Headers);
}

/// <summary>The error of one attempt.</summary>
/// <param name="Attempt">Which attempt, from 1.</param>
/// <param name="At">When, by the store's clock; what a process sends is overwritten.</param>
/// <param name="Type">The type of the exception.</param>
/// <param name="Message">What it said, at most <see cref="ErrorLimits.MessageLength"/> characters.</param>
/// <param name="Stack">Where, at most <see cref="ErrorLimits.StackLength"/> characters.</param>
public sealed record AttemptError(int Attempt, DateTimeOffset At, string Type, string Message, string? Stack)
{
    /// <summary>Whether its type or its message has a text, in upper or lower case.</summary>
    public bool Mentions(string text) =>
        Type.Contains(text, StringComparison.OrdinalIgnoreCase) || Message.Contains(text, StringComparison.OrdinalIgnoreCase);
}
