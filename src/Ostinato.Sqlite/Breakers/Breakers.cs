using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Breakers of kinds of jobs.</summary>
internal sealed class Breakers(Session session)
{
    private static readonly SqlFile Sql = SqlFile.Load("Breakers");

    private readonly Statement _all = session.Database.Prepare(Sql["all"]);
    private readonly Statement _add = session.Database.Prepare(Sql["add"]);
    private readonly Statement _change = session.Database.Prepare(Sql["change"]);

    public BreakerLook Look()
    {
        var breakers = new List<StoredBreaker>();
        while (_all.Read())
        {
            breakers.Add(new StoredBreaker(_all.Text(0), _all.Bytes(2), _all.Long(1)));
        }

        return new BreakerLook(Microseconds.Time(session.Now()), breakers);
    }

    public bool Write(StoredBreaker breaker, NewAuditEntry? audit)
    {
        if (session.Audit.IsUndone(audit?.Undoes))
        {
            return false;
        }

        var state = breaker.State.Span;
        var statement = breaker.Revision == 0
            ? _add.Set(1, breaker.Kind).Set(2, state)
            : _change.Set(1, breaker.Kind).Set(2, state).Set(3, breaker.Revision);
        var isWritten = statement.Change() > 0;
        if (isWritten)
        {
            session.Audit.Add(audit);
        }

        return isWritten;
    }
}
