namespace Ostinato.Sqlite;

/// <summary>The five places. A job is in exactly one of them.</summary>
internal sealed class Places(Database database, Names queues, Signals signals, Counter counter)
{
    public ReadyPlace Ready { get; } = new(database, queues, signals);

    public DuePlace Due { get; } = new(database, signals);

    public LeasePlace Leases { get; } = new(database);

    public DonePlace Done { get; } = new(database);

    public SuspendedPlace Suspended { get; } = new(database);

    /// <summary>The state that follows from where the job is; null when there is no such job.</summary>
    public JobState? StateOf(long id) =>
        Done.Containing(id) is { } done ? done.State
        : Leases.Containing(id) is not null ? JobState.Executing
        : Ready.Containing(id) is not null ? JobState.Available
        : Due.Containing(id) is { } due ? due.State
        : Suspended.Find(id) is not null ? JobState.Suspended
        : null;

    /// <summary>Jobs that become available go to the end of their line.</summary>
    public void MakeAvailable(long low, int count, long queue, int priority, int attempt, int crashes, long since) =>
        Ready.Add(new ReadyRange(queue, priority, counter.Take(count), low, count, attempt, crashes, since));

    /// <summary>Jobs wait for a time, or go to the end of their line when it is not ahead.</summary>
    public void Postpone(in DueRange range, long now)
    {
        if (range.RunAt > now)
        {
            Due.Add(range);
        }
        else
        {
            MakeAvailable(range.Low, range.Count, range.Queue, range.Priority, range.Attempt, range.Crashes, now);
        }
    }
}
