using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Jobs as they were stored, and the results that go with them.</summary>
internal sealed class Bodies(Database database, Names kinds, Notes notes)
{
    private static readonly SqlFile Sql = SqlFile.Load("Bodies");

    private readonly Statement _add = database.Prepare(Sql["add"]);
    private readonly Statement _claimed = database.Prepare(Sql["claimed"]);
    private readonly Statement _priority = database.Prepare(Sql["priority"]);
    private readonly Statement _waiting = database.Prepare(Sql["waiting"]);
    private readonly Statement _change = database.Prepare(Sql["change"]);
    private readonly Statement _rename = database.Prepare(Sql["rename"]);
    private readonly Statement _putResult = database.Prepare(Sql["put_result"]);
    private readonly Statement _result = database.Prepare(Sql["result"]);
    private readonly Statement _results = database.Prepare(Sql["results"]);
    private readonly Statement _expireResult = database.Prepare(Sql["expire_result"]);
    private readonly Statement _removeResults = database.Prepare(Sql["remove_results"]);
    private readonly Statement _removeFailures = database.Prepare(Sql["remove_failures"]);
    private readonly Statement _removeKeys = database.Prepare(Sql["remove_keys"]);
    private readonly Statement _remove = database.Prepare(Sql["remove"]);

    public void Add(long id, long queue, NewJob job, long now)
    {
        _add.Set(1, id).Set(2, kinds.FindOrAdd(job.Name)).Set(3, queue).Set(4, job.Priority).Set(5, now);
        if (job.Unique is { } claim)
        {
            _add.Set(6, claim.Key.Span).Set(7, (int)claim.While).Set(8, claim.For is { } time ? Microseconds.Of(time) : null);
        }
        else
        {
            _add.SetNull(6).SetNull(7).SetNull(8);
        }

        _ = job.Headers.IsEmpty ? _add.SetNull(9) : _add.Set(9, job.Headers.Span);
        _add.Set(10, job.Payload.Span).Run();
    }

    /// <summary>Lets go of the last body that was written.</summary>
    public void Forget() => _add.Forget();

    /// <summary>Reads claimed jobs in the order of their ids.</summary>
    public void ReadClaimed(in LeaseRange leased, string queue, List<ClaimedJob> jobs)
    {
        var claimedAt = Microseconds.Time(leased.TakenAt);
        object token = leased.Claim;
        _claimed.Set(1, leased.Low).Set(2, leased.End - 1);
        while (_claimed.Read())
        {
            var createdAt = _claimed.Long(2);
            jobs.Add(new ClaimedJob
            {
                Id = new JobId(_claimed.Long(0)),
                Name = kinds.NameOf(_claimed.Long(1)),
                Queue = queue,
                Priority = leased.Priority,
                Attempt = leased.Attempt + 1,
                Crashes = leased.Crashes,
                Payload = _claimed.Bytes(4),
                Headers = _claimed.Bytes(3),
                EnqueuedAt = Microseconds.Time(createdAt),
                AvailableAt = Microseconds.Time(leased.Since ?? createdAt),
                ClaimedAt = claimedAt,
                Token = token,
            });
        }
    }

    public int Priority(long id) => (int)_priority.Set(1, id).Scalar()!.Value;

    /// <summary>What of a waiting job an update looks at.</summary>
    public (long Queue, int Priority, byte[] Headers)? Waiting(long id)
    {
        (long Queue, int Priority, byte[] Headers)? body =
            _waiting.Set(1, id).Read() ? (_waiting.Long(0), _waiting.Int(1), _waiting.Bytes(2)) : null;
        _waiting.Close();
        return body;
    }

    /// <summary>Changes a job that nobody holds.</summary>
    public void Change(long id, long queue, int priority, JobUpdate update)
    {
        _change.Set(1, id).Set(2, queue).Set(3, priority).Set(5, update.Headers is null ? 0L : 1L);
        _ = update.Payload is { } payload ? _change.Set(4, payload.Span) : _change.SetNull(4);
        _ = update.Headers is { Wanted: { IsEmpty: false } wanted } ? _change.Set(6, wanted.Span) : _change.SetNull(6);
        _change.Run();
        _change.Forget();
    }

    /// <summary>Gives a job that nobody holds the name that goes with its payload.</summary>
    public void Rename(long id, long kind) => _rename.Set(1, id).Set(2, kind).Run();

    public void PutResult(long job, ReadOnlySpan<byte> body)
    {
        _putResult.Set(1, job).Set(2, body).Run();
        _putResult.Forget();
    }

    public byte[]? Result(long job)
    {
        var body = _result.Set(1, job).Read() ? _result.Bytes(0) : null;
        _result.Close();
        return body;
    }

    /// <summary>Those jobs of a range whose results are stored, with the names under which they are.</summary>
    public void FindResults(long low, int count, List<(JobId Id, string Name)> found)
    {
        _results.Set(1, low).Set(2, low + count - 1);
        while (_results.Read())
        {
            found.Add((new JobId(_results.Long(0)), kinds.NameOf(_results.Long(1))));
        }
    }

    /// <summary>Removes a result, and leaves behind that there was one; says whether it did.</summary>
    public bool ExpireResult(long job) => _expireResult.Set(1, job).Change() > 0;

    public void RemoveResult(long job) => _removeResults.Set(1, job).Set(2, job).Run();

    /// <summary>Removes jobs with all that belongs to them. Their place is somebody else's business.</summary>
    public void Remove(long low, int count)
    {
        var last = low + count - 1;
        _removeResults.Set(1, low).Set(2, last).Run();
        _removeFailures.Set(1, low).Set(2, last).Run();
        notes.Remove(low, last);
        _removeKeys.Set(1, low).Set(2, last).Run();
        _remove.Set(1, low).Set(2, last).Run();
    }
}
