using System.Text.Json.Serialization.Metadata;
using Ostinato.Execution;
using Ostinato.Notes;

namespace Ostinato;

/// <content>What an attempt tells while it runs: how far it is, and where the next one may go on from.</content>
public sealed partial class JobContext
{
    private AttemptNotes? _notes;

    /// <summary>Null in a test without an engine: what is told stays here.</summary>
    internal NoteWriter? NoteWriter { get; init; }

    internal HeldJob? Held { get; init; }

    /// <summary>What was told and may not be stored yet; null where nothing was told.</summary>
    internal AttemptNotes? Notes => Volatile.Read(ref _notes);

    /// <summary>What was reported last.</summary>
    internal ProgressReport? Reported { get; private set; }

    /// <summary>The checkpoint of a test without an engine.</summary>
    internal object? KeptState { get; set; }

    /// <summary>
    /// Says how far the job is, for whoever watches it. It does not wait for the store: what was said last is written once a second, for
    /// all jobs of the process together, and the very last with the outcome. Call it as often as you like.
    /// </summary>
    /// <param name="done">How much is done, 0 or more.</param>
    /// <param name="total">How much there is to do; null where nobody knows.</param>
    /// <param name="message">What is being done, for people. It is cut to 2,000 characters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public ValueTask ReportAsync(long done, long? total = null, string? message = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(done);
        ArgumentOutOfRangeException.ThrowIfNegative(total ?? 0, nameof(total));
        var report = new ProgressReport(done, total, message is null ? null : ErrorText.CutMessage(message));
        Reported = report;
        if (NoteWriter is { } writer)
        {
            var notes = ForNotes();
            notes.Tell(report);
            writer.Tell(notes);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Stores where the next attempt may go on from, in place of what was stored before. It is safe when the task completes: it outlives
    /// this attempt, this process and a power cut where completed jobs do, and goes when the job is removed.
    /// </summary>
    /// <remarks>
    /// A payload says with <see cref="IJobCheckpoint{TState}"/> what its handler stores. On SQLite, call it outside of transactions of your
    /// own: they lock the file that it writes to.
    /// </remarks>
    /// <param name="state">Whatever the next attempt must know.</param>
    /// <param name="ct">Cancels the wait. Whether the state is stored is unknown then.</param>
    /// <exception cref="JobCheckpointException">
    /// The state cannot be written as JSON, has members that are encrypted or redacted, or is larger than
    /// <see cref="WorkerOptions.MaxCheckpointBytes"/>. Nothing was stored.
    /// </exception>
    /// <exception cref="JobLeaseLostException">This attempt does not hold the job any more. Nothing was stored.</exception>
    /// <exception cref="InvalidOperationException">The payload does not say that it has checkpoints of this type.</exception>
    public ValueTask CheckpointAsync<TState>(TState state, CancellationToken ct) => CheckpointAsync(state, CheckpointJson<TState>(), ct);

    /// <summary>The same for a state whose metadata is given along.</summary>
    /// <param name="state">Whatever the next attempt must know.</param>
    /// <param name="json">How it is written.</param>
    /// <param name="ct">Cancels the wait. Whether the state is stored is unknown then.</param>
    /// <inheritdoc cref="CheckpointAsync{TState}(TState, CancellationToken)"/>
    public async ValueTask CheckpointAsync<TState>(TState state, JsonTypeInfo<TState>? json, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (NoteWriter is not { } writer)
        {
            KeptState = state;
            return;
        }

        var notes = ForNotes();
        notes.Keep(CheckpointText.Write(Name, state, json!, writer.MaxCheckpointBytes));
        if (!await writer.WriteAsync(notes).WaitAsync(ct).ConfigureAwait(false))
        {
            throw JobLeaseLostException.OfCheckpoint(Id);
        }
    }

    /// <summary>Reads what an earlier attempt stored, whichever process ran it; the default of the type where none did.</summary>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="JobCheckpointException">What is stored cannot be read as this type.</exception>
    /// <exception cref="InvalidOperationException">The payload does not say that it has checkpoints of this type.</exception>
    public ValueTask<TState?> ReadCheckpointAsync<TState>(CancellationToken ct) => ReadCheckpointAsync(CheckpointJson<TState>(), ct);

    /// <summary>The same for a state whose metadata is given along.</summary>
    /// <param name="json">How it is read.</param>
    /// <param name="ct">Cancels.</param>
    /// <inheritdoc cref="ReadCheckpointAsync{TState}(CancellationToken)"/>
    public async ValueTask<TState?> ReadCheckpointAsync<TState>(JsonTypeInfo<TState>? json, CancellationToken ct)
    {
        if (NoteWriter is not { } writer)
        {
            return KeptState is TState kept ? kept : default;
        }

        return await writer.ReadCheckpointAsync(Id, ct).ConfigureAwait(false) is { } stored
            ? CheckpointText.Read(Name, stored, json!)
            : default;
    }

    /// <summary>Keeps a line that was logged with the job.</summary>
    internal void Keep(byte[] line, DateTimeOffset begun, int maxBytes)
    {
        var notes = ForNotes();
        if (notes.TryAdd(line, begun, maxBytes))
        {
            NoteWriter!.Tell(notes);
        }
    }

    private AttemptNotes ForNotes()
    {
        if (Notes is { } known)
        {
            return known;
        }

        var made = new AttemptNotes(Held!);
        return Interlocked.CompareExchange(ref _notes, made, null) ?? made;
    }

    private JsonTypeInfo<TState>? CheckpointJson<TState>() => Definition.Checkpoint as JsonTypeInfo<TState>
        ?? (NoteWriter is null ? null : throw new InvalidOperationException(
            $"Job '{Name}' has {(Definition.Checkpoint is { } known ? $"checkpoints of type {known.Type.Name}" : "no checkpoints")}, and "
            + $"one of type {typeof(TState).Name} was asked for. Let {Definition.PayloadType.Name} implement "
            + $"IJobCheckpoint<{typeof(TState).Name}>, or give the JsonTypeInfo along."));
}
