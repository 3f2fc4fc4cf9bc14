namespace Ostinato.Storage.Conformance;

/// <summary>Does whatever a seed says to a store, and keeps book of what must come of it.</summary>
public sealed class RandomWalk(IJobStore store, Func<TimeSpan, Task> pass, int seed)
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly string[] Queues = ["one", "two"];
    private static readonly AttemptEnd[] Ends = Enum.GetValues<AttemptEnd>();

    private readonly Random _random = new(seed);
    private readonly Dictionary<JobId, Expected> _jobs = [];
    private readonly List<(TestWorker Worker, List<ClaimedJob> Held)> _workers = [];

    public async Task Begin()
    {
        for (var number = 0; number < 3; number++)
        {
            _workers.Add((await store.Join(), []));
        }
    }

    public Task Step() => _random.Next(22) switch
    {
        < 4 => Enqueue(),
        < 9 => Claim(),
        < 14 => Acknowledge(),
        14 => Cancel(),
        15 => Retry(),
        16 => Delete(),
        17 => Pass(),
        18 => Die(),
        19 => Update(),
        20 => Many(),
        _ => Leave(),
    };

    /// <summary>Every job is where the book says.</summary>
    public async Task Compare()
    {
        var actual = (await store.All()).Select(job => $"{job.Id} {job.State} {Spent(job)}").Order(StringComparer.Ordinal);
        var expected = _jobs.Select(entry => $"{entry.Key} {entry.Value.State} {entry.Value.SpentText}").Order(StringComparer.Ordinal);

        string.Join('\n', actual).ShouldBe(string.Join('\n', expected), $"seed {seed}");
    }

    private static string Spent(JobInfo job) => job.State switch
    {
        JobState.Executing => $"{job.Attempt - 1}",
        _ => job.State.IsFinal() ? "" : $"{job.Attempt}",
    };

    private async Task Enqueue()
    {
        var wait = _random.Next(3) == 0 ? TenMinutes : TimeSpan.Zero;
        var job = New.Job(queue: Any(Queues), priority: _random.Next(3) + 3, wait: wait);
        foreach (var id in await store.EnqueueMany([.. Enumerable.Repeat(job, _random.Next(1, 20))]))
        {
            _jobs.Add(id, new Expected(wait > TimeSpan.Zero ? JobState.Scheduled : JobState.Available));
        }
    }

    private async Task Claim()
    {
        var (worker, held) = Any(_workers);
        var limit = _random.Next(1, 15);
        var result = await worker.Exchange([], new ClaimRequest(Any(Queues), limit, HoldsSuspect: held.Exists(job => ClaimRule.IsSuspect(job.Crashes))));
        foreach (var job in result.Claimed)
        {
            var expected = _jobs[job.Id];
            expected.State.ShouldBe(JobState.Available, $"job {job.Id}, seed {seed}");
            job.Attempt.ShouldBe(expected.Spent + 1);
            expected.State = JobState.Executing;
            held.Add(job);
        }
    }

    private async Task Acknowledge()
    {
        var (worker, held) = Any(_workers);
        var ended = held.Where(_ => _random.Next(2) == 0)
            .Select(job => new Acknowledgement(job, Any(Ends), TimeSpan.Zero, Detail()))
            .ToList();
        await worker.Acknowledge(ended);
        foreach (var one in ended)
        {
            _jobs[one.Job.Id].End(one.End, one.Detail!.Due.In > TimeSpan.Zero);
            held.Remove(one.Job);
        }
    }

    private AttemptDetail Detail() => new()
    {
        Due = new DueTime(null, _random.Next(2) == 0 ? TenMinutes : TimeSpan.Zero),
        Suspension = SuspensionReason.UnknownName,
        Error = _random.Next(2) == 0 ? TestWorker.Error : null,
    };

    private async Task Cancel()
    {
        if (AnyJob() is { } id)
        {
            (await store.Cancel(id)).ShouldBe(_jobs[id].Cancel());
        }
    }

    private async Task Retry()
    {
        if (AnyJob() is { } id)
        {
            (await store.Retry(id)).ShouldBe(_jobs[id].Retry());
        }
    }

    private async Task Delete()
    {
        if (AnyJob() is { } id && await store.Delete(id) == DeleteResult.Deleted)
        {
            _jobs[id].State.ShouldNotBe(JobState.Executing);
            _jobs.Remove(id);
        }
    }

    private async Task Update()
    {
        if (AnyJob() is { } id)
        {
            DueTime? due = _random.Next(2) == 0 ? null : new DueTime(null, _random.Next(2) == 0 ? TenMinutes : TimeSpan.Zero);
            var update = new JobUpdate
            {
                Due = due,
                Queue = _random.Next(2) == 0 ? Any(Queues) : null,
                Priority = _random.Next(2) == 0 ? _random.Next(3) + 3 : null,
                Payload = _random.Next(2) == 0 ? "[7]"u8.ToArray() : default(ReadOnlyMemory<byte>?),
            };
            (await store.Update(id, update)).ShouldBe(_jobs[id].Update(due));
        }
    }

    private async Task Many()
    {
        var from = _random.Next(_jobs.Count + 1);
        List<JobId> ids = [.. _jobs.Keys.Skip(from).Take(15).Where(_ => _random.Next(2) == 0)];
        switch (_random.Next(4))
        {
            case 0:
                (await store.Control.CancelAsync(ids, "many", CancellationToken.None)).ShouldBe(ids.ConvertAll(id => _jobs[id].Cancel()));
                break;
            case 1:
                (await store.Control.RetryAsync(ids, CancellationToken.None)).ShouldBe(ids.ConvertAll(id => _jobs[id].Retry()));
                break;
            case 2:
                (await store.Control.MoveAsync(ids, Any(Queues), CancellationToken.None)).ShouldBe(ids.ConvertAll(id => _jobs[id].Update(due: null)));
                break;
            default:
                (await store.Control.DeleteAsync(ids, CancellationToken.None)).Count(result => result == DeleteResult.Executing)
                    .ShouldBe(ids.Count(id => _jobs[id].State == JobState.Executing));
                ids.Where(id => _jobs[id].State != JobState.Executing).ToList().ForEach(id => _jobs.Remove(id));
                break;
        }
    }

    // Everything that waits for a time waits ten minutes at the most, so all of it is due.
    private async Task Pass()
    {
        await pass(TimeSpan.FromMinutes(11));
        await store.Promote(1_000_000);
        await store.Prune(JobState.Completed, TimeSpan.FromMinutes(5), 1_000_000);
        foreach (var (id, job) in _jobs.ToList())
        {
            job.State = job.State is JobState.Scheduled or JobState.Retryable ? JobState.Available : job.State;
            if (job.State == JobState.Completed)
            {
                _jobs.Remove(id);
            }
        }
    }

    private async Task Die()
    {
        var index = _random.Next(_workers.Count);
        var (worker, held) = _workers[index];
        await worker.Die(poisonAfter: 1_000);
        held.ForEach(job => _jobs[job.Id].Crash());
        _workers[index] = (await worker.Rejoin(), []);
    }

    private async Task Leave()
    {
        var index = _random.Next(_workers.Count);
        var (worker, held) = _workers[index];
        await worker.Leave();
        held.ForEach(job => _jobs[job.Id].End(AttemptEnd.Return, isDueLater: false));
        _workers[index] = (await store.Join(), []);
    }

    private T Any<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private JobId? AnyJob() => _jobs.Count == 0 ? null : _jobs.Keys.ElementAt(_random.Next(_jobs.Count));
}
