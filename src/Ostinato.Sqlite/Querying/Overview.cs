using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Counts jobs by queue and state, and lists the processes.</summary>
internal sealed class Overview(Session session)
{
    private static readonly SqlFile Sql = SqlFile.Load("Query");

    private readonly Statement _queues = session.Database.Prepare(Sql["queues"]);
    private readonly Statement _ready = session.Database.Prepare(Sql["count_ready"]);
    private readonly Statement _due = session.Database.Prepare(Sql["count_due"]);
    private readonly Statement _leased = session.Database.Prepare(Sql["count_leased"]);
    private readonly Statement _done = session.Database.Prepare(Sql["count_done"]);
    private readonly Statement _suspended = session.Database.Prepare(Sql["count_suspended"]);
    private readonly Statement _processes = session.Database.Prepare(Sql["processes"]);

    public IReadOnlyList<QueueInfo> Queues()
    {
        var now = session.Now();
        var counts = new Dictionary<long, Dictionary<JobState, long>>();
        var oldest = CountReady(counts);
        Count(counts, _due, row => (row.Long(1) != 0 ? JobState.Scheduled : JobState.Retryable, row.Long(2)));
        Count(counts, _leased, row => (JobState.Executing, row.Long(1)));
        Count(counts, _done, row => ((JobState)row.Int(1), row.Long(2)));
        Count(counts, _suspended, row => (JobState.Suspended, row.Long(1)));
        var queues = new List<QueueInfo>();
        while (_queues.Read())
        {
            var queue = _queues.Long(0);
            if (counts.ContainsKey(queue) || !_queues.IsNull(2))
            {
                long? waited = oldest.TryGetValue(queue, out var since) ? now - since : null;
                queues.Add(Describe(_queues, counts.GetValueOrDefault(queue) ?? [], waited));
            }
        }

        return queues;
    }

    public IReadOnlyList<ProcessInfo> Processes()
    {
        var processes = new List<ProcessInfo>();
        while (_processes.Read())
        {
            var description = new ProcessDescription(
                _processes.Text(2), _processes.Int(3),
                DescriptionJson.ReadQueues(_processes.Text(4)), DescriptionJson.ReadNames(_processes.Text(5)));
            processes.Add(new ProcessInfo(
                new ProcessIdentity(_processes.Long(0), _processes.Long(1)), description,
                Microseconds.Time(_processes.Long(6)), Microseconds.Time(_processes.Long(7))));
        }

        return processes;
    }

    private static QueueInfo Describe(Statement row, Dictionary<JobState, long> counts, long? waited) => new()
    {
        Name = row.Text(1),
        IsPaused = !row.IsNull(2),
        PausedAt = row.LongOrNull(2) is { } pausedAt ? Microseconds.Time(pausedAt) : null,
        PauseReason = row.TextOrNull(3),
        Counts = counts,
        OldestAvailable = waited is { } time ? Microseconds.Duration(Math.Max(0, time)) : null,
    };

    private Dictionary<long, long> CountReady(Dictionary<long, Dictionary<JobState, long>> counts)
    {
        var oldest = new Dictionary<long, long>();
        Count(counts, _ready, row =>
        {
            oldest[row.Long(0)] = row.Long(2);
            return (JobState.Available, row.Long(1));
        });
        return oldest;
    }

    private static void Count(
        Dictionary<long, Dictionary<JobState, long>> counts, Statement statement, Func<Statement, (JobState State, long Count)> read)
    {
        while (statement.Read())
        {
            var (state, count) = read(statement);
            var queue = statement.Long(0);
            if (!counts.TryGetValue(queue, out var states))
            {
                counts[queue] = states = [];
            }

            states[state] = count;
        }
    }
}
