using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>New jobs that go to the same place.</summary>
internal sealed class InsertionGroup(string queue, int priority, DueTime due)
{
    /// <summary>The most jobs in one range, so that several processes find something to take.</summary>
    public const int Longest = 256;

    public string Queue => queue;

    public int Priority => priority;

    public DueTime Due => due;

    /// <summary>Whether the jobs may have to wait for a time.</summary>
    public bool IsTimed => due != default;

    /// <summary>Whether one of the jobs claims a key. They are all stored one by one then, to keep their order.</summary>
    public bool HasUnique { get; set; }

    /// <summary>The jobs, by their number in the call.</summary>
    public List<int> Jobs { get; } = [];

    /// <summary>The ids of the jobs, in order.</summary>
    public List<IdRun> Ranges { get; } = [];

    public void Add(long id)
    {
        if (Ranges.Count > 0 && Ranges[^1] is var last && last.End == id && last.Count < Longest && !IdBlocks.Begins(id))
        {
            Ranges[^1] = last with { Count = last.Count + 1 };
        }
        else
        {
            Ranges.Add(new IdRun(id, 1));
        }
    }
}
