namespace Ostinato.Sqlite;

/// <summary>New jobs that go to the same place.</summary>
internal sealed class InsertionGroup(long queue, int priority, long runAt)
{
    private long _first;
    private int _taken;

    public long Queue => queue;

    public int Priority => priority;

    public long RunAt => runAt;

    /// <summary>How many jobs of the call belong to it, duplicates included.</summary>
    public int Size { get; set; }

    public void StartAt(long id) => _first = id;

    public long TakeId() => _first + _taken++;

    /// <summary>The jobs that were given ids.</summary>
    public DueRange Range() => new(runAt, _first, _taken, queue, priority, Attempt: 0, Crashes: 0);
}
