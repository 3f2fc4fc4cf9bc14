using Ostinato.Storage;

namespace Ostinato.Logs;

/// <summary>
/// The lines of one attempt that are to be written, within a limit: its first lines as they come, up to three quarters of it; after those
/// the latest, as many as fit into the last quarter. How it began tells what it was about, how it ended what went wrong.
/// </summary>
/// <remarks>
/// First lines are written in parts: one that is still small is written again with the lines that follow, so that an attempt has few rows
/// and no line is written often. The last lines are one part, which is written anew. What was given up in between shows by the numbers of
/// the lines.
/// </remarks>
internal sealed class LineBuffer(DateTimeOffset begun, int maxBytes)
{
    /// <summary>The place of the last lines, behind all parts of the first ones.</summary>
    public const int LastPart = int.MaxValue;

    private const int FullPart = 4 * 1024;

    private readonly List<byte[]> _open = [];
    private readonly Queue<byte[]> _last = [];
    private readonly int _lastRoom = maxBytes / 4;
    private int _firstRoom = maxBytes - (maxBytes / 4);
    private bool _isFirstOver;
    private int _lastBytes;
    private int _part;
    private long _openFrom;
    private long _count;
    private long _taken;
    private long _written;

    public bool HasNews => _written < _count;

    public void Add(byte[] line)
    {
        _count++;
        if (!_isFirstOver && line.Length <= _firstRoom)
        {
            _open.Add(line);
            _firstRoom -= line.Length;
            return;
        }

        _isFirstOver = true;
        _last.Enqueue(line);
        _lastBytes += line.Length;
        while (_lastBytes > _lastRoom)
        {
            _lastBytes -= _last.Dequeue().Length;
        }
    }

    public void Take(ClaimedJob job, List<JobNote> notes)
    {
        _taken = _count;
        if (_openFrom + _open.Count > _written)
        {
            notes.Add(new JobNote(job, NoteKind.Lines, LinesJson.Write(begun, _openFrom, _open), _part));
        }

        if (_last.Count > 0 && HasNews)
        {
            notes.Add(new JobNote(job, NoteKind.Lines, LinesJson.Write(begun, _count - _last.Count, _last), LastPart));
        }
    }

    public void Written()
    {
        _written = _taken;
        var stored = (int)Math.Min(_open.Count, _taken - _openFrom);
        if (stored > 0 && (_isFirstOver || _open.Take(stored).Sum(line => line.Length) >= FullPart))
        {
            _open.RemoveRange(0, stored);
            _openFrom += stored;
            _part++;
        }
    }
}
