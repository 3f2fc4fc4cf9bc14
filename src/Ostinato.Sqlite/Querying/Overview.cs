using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Counts jobs by queue and state, and lists the processes.</summary>
internal sealed class Overview(Session session)
{
    private static readonly SqlFile Sql = SqlFile.Load("Query");

    private readonly Statement _queues = session.Database.Prepare(Sql["queues"]);
    private readonly Statement _ready = session.Database.Prepare(Sql["count_ready"]);
    private readonly Statement _available = session.Database.Prepare(Sql["available"]);
    private readonly Statement _due = session.Database.Prepare(Sql["count_due"]);
    private readonly Statement _leased = session.Database.Prepare(Sql["count_leased"]);
    private readonly Statement _done = session.Database.Prepare(Sql["count_done"]);
    private readonly Statement _suspended = session.Database.Prepare(Sql["count_suspended"]);
    private readonly Statement _processes = session.Database.Prepare(Sql["processes"]);

    public IReadOnlyList<QueueInfo> Queues(JobStates counted)
    {
        var now = session.Now();
        var counts = new Counts(counted);
        var oldest = CountReady(counts);
        counts.Add(JobStates.Scheduled | JobStates.Retryable, _due, row => (Waiting(row.Long(1) != 0), row.Long(2)));
        counts.Add(JobStates.Executing, _leased, row => (JobState.Executing, row.Long(1)));
        counts.Add(JobStates.Final, _done, row => ((JobState)row.Int(1), row.Long(2)));
        counts.Add(JobStates.Suspended, _suspended, row => (JobState.Suspended, row.Long(1)));
        var queues = new List<QueueInfo>();
        while (_queues.Read())
        {
            var queue = _queues.Long(0);
            if (counts.Of(queue).Count > 0 || !_queues.IsNull(2))
            {
                long? waited = oldest.TryGetValue(queue, out var since) ? now - since : null;
                queues.Add(Describe(_queues, counts.Of(queue), waited));
            }
        }

        return queues;
    }

    public long CountAvailable(string queue, long atMost)
    {
        var count = 0L;
        for (_available.Set(1, queue); count < atMost && _available.Read();)
        {
            count += _available.Long(0);
        }

        _available.Close();
        return Math.Min(count, atMost);
    }

    public IReadOnlyList<ProcessInfo> Processes()
    {
        var processes = new List<ProcessInfo>();
        while (_processes.Read())
        {
            var description = new ProcessDescription(
                _processes.Text(2), _processes.Int(3),
                DescriptionJson.ReadQueues(_processes.Text(4)), DescriptionJson.ReadNames(_processes.Text(5)))
            {
                Labels = _processes.TextOrNull(8) is { } labels ? DescriptionJson.ReadNames(labels) : [],
            };
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

    private static JobState Waiting(bool isFirstAttempt) => isFirstAttempt ? JobState.Scheduled : JobState.Retryable;

    private Dictionary<long, long> CountReady(Counts counts)
    {
        var oldest = new Dictionary<long, long>();
        counts.Add(JobStates.Any, _ready, row =>
        {
            oldest[row.Long(0)] = row.Long(2);
            return (JobState.Available, row.Long(1));
        });
        return oldest;
    }

    /// <summary>How many jobs each queue has in the states that are asked for.</summary>
    private sealed class Counts(JobStates counted)
    {
        private static readonly Dictionary<JobState, long> None = [];

        private readonly Dictionary<long, Dictionary<JobState, long>> _queues = [];

        public Dictionary<JobState, long> Of(long queue) => _queues.GetValueOrDefault(queue) ?? None;

        /// <summary>Reads one place, unless none of its states is asked for.</summary>
        public void Add(JobStates place, Statement statement, Func<Statement, (JobState State, long Count)> read)
        {
            while ((place & counted) != 0 && statement.Read())
            {
                var (state, count) = read(statement);
                if (counted.Includes(state))
                {
                    StatesOf(statement.Long(0))[state] = count;
                }
            }
        }

        private Dictionary<JobState, long> StatesOf(long queue)
        {
            if (!_queues.TryGetValue(queue, out var states))
            {
                _queues[queue] = states = [];
            }

            return states;
        }
    }
}
