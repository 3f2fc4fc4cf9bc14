using Ostinato.Execution;
using Ostinato.Logs;
using Ostinato.Storage;

namespace Ostinato.Notes;

/// <summary>What one attempt has told and the store does not know yet. Made when it tells something for the first time.</summary>
/// <remarks>A round takes what there is, and settles what it took; what is told meanwhile waits for the next one.</remarks>
internal sealed class AttemptNotes(HeldJob held)
{
    private readonly Lock _lock = new();
    private ProgressReport _progress;
    private int _told;
    private int _taken;
    private int _written;
    private byte[]? _checkpoint;
    private byte[]? _takenCheckpoint;
    private LineBuffer? _lines;
    private bool _isTaken;
    private bool _isOver;
    private int _isQueued;

    public HeldJob Held => held;

    /// <summary>Whether nobody wants to know any more.</summary>
    public bool IsOver
    {
        get
        {
            lock (_lock)
            {
                return _isOver;
            }
        }
    }

    public bool HasNews
    {
        get
        {
            lock (_lock)
            {
                return !_isOver && (_told != _written || _checkpoint is not null || _lines is { HasNews: true });
            }
        }
    }

    /// <summary>The latest one counts.</summary>
    public void Tell(ProgressReport progress)
    {
        lock (_lock)
        {
            (_progress, _told) = (progress, _told + 1);
        }
    }

    public void Keep(byte[] checkpoint)
    {
        lock (_lock)
        {
            _checkpoint = checkpoint;
        }
    }

    /// <summary>Keeps a line that was logged, unless nobody wants to know any more.</summary>
    public bool TryAdd(byte[] line, DateTimeOffset begun, int maxBytes)
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                (_lines ??= new LineBuffer(begun, maxBytes)).Add(line);
            }

            return !_isOver;
        }
    }

    /// <summary>Whether it must be put among those that wait for a round.</summary>
    public bool TryQueue() => Interlocked.Exchange(ref _isQueued, 1) == 0;

    public void Unqueue() => Volatile.Write(ref _isQueued, 0);

    /// <summary>The attempt has ended, or its claim does not hold any more: nobody wants to know what comes now.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isOver = true;
            _lines = null;
        }
    }

    public void Take(List<JobNote> notes)
    {
        lock (_lock)
        {
            (_taken, _takenCheckpoint, _isTaken) = (_told, _checkpoint, true);
            AddNews(notes);
        }
    }

    /// <summary>
    /// The attempt has ended. What it has told goes with its end; null while a round writes, which must come before: what came after it
    /// would be overwritten.
    /// </summary>
    public IReadOnlyList<JobNote>? TryTakeLast()
    {
        lock (_lock)
        {
            if (_isTaken)
            {
                return null;
            }

            var last = new List<JobNote>();
            AddNews(last);
            (_isOver, _lines) = (true, null);
            return last;
        }
    }

    public void Written()
    {
        lock (_lock)
        {
            (_written, _isTaken) = (_taken, false);
            _lines?.Written();
            DropTakenCheckpoint();
        }
    }

    /// <summary>Progress and lines are told again. A checkpoint is not: its handler has been told that it was not kept.</summary>
    public void NotWritten()
    {
        lock (_lock)
        {
            _isTaken = false;
            DropTakenCheckpoint();
        }
    }

    private void AddNews(List<JobNote> notes)
    {
        if (_isOver)
        {
            return;
        }

        if (_told != _written)
        {
            notes.Add(new JobNote(held.Job, NoteKind.Progress, _progress.Write()));
        }

        if (_checkpoint is not null)
        {
            notes.Add(new JobNote(held.Job, NoteKind.Checkpoint, _checkpoint));
        }

        _lines?.Take(held.Job, notes);
    }

    private void DropTakenCheckpoint()
    {
        if (ReferenceEquals(_checkpoint, _takenCheckpoint))
        {
            _checkpoint = null;
        }

        _takenCheckpoint = null;
    }
}
