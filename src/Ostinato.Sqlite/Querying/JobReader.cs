namespace Ostinato.Sqlite;

/// <summary>Says everything that is known of one job.</summary>
internal sealed class JobReader(Session session)
{
    private static readonly SqlFile Sql = SqlFile.Load("Query");

    private readonly Statement _body = session.Database.Prepare(Sql["body"]);

    public JobInfo? Get(long id)
    {
        if (!_body.Set(1, id).Read())
        {
            return null;
        }

        var body = new JobInfo
        {
            Id = new JobId(id),
            Name = session.Kinds.NameOf(_body.Long(0)),
            Queue = session.Queues.NameOf(_body.Long(1)),
            Priority = _body.Int(2),
            State = default,
            EnqueuedAt = Microseconds.Time(_body.Long(3)),
            Headers = _body.Bytes(4),
            Payload = _body.Bytes(5),
        };
        _body.Close();
        return Placed(id, body) is not { } job ? null : job with
        {
            Errors = session.Failures.Of(id),
            Notes = session.Notes.LatestOf(id),
            Result = session.Bodies.Result(id) is { } result ? result : default(ReadOnlyMemory<byte>?),
        };
    }

    private JobInfo? Placed(long id, JobInfo body)
    {
        var places = session.Places;
        return places.Done.Containing(id) is { } done ? JobPlaces.Describe(body, done, id)
            : places.Leases.Containing(id) is { } leased ? JobPlaces.Describe(body, leased, session.Cancels.IsAsked(leased.Process.Id, id))
            : places.Ready.Containing(id) is { } ready ? JobPlaces.Describe(body, ready)
            : places.Due.Containing(id) is { } due ? JobPlaces.Describe(body, due)
            : places.Suspended.Find(id) is { } suspended ? JobPlaces.Describe(body, suspended)
            : null;
    }
}
