namespace Ostinato.Sqlite;

/// <summary>Does what a person asks for one queue.</summary>
internal sealed class QueueControl(Session session)
{
    private static readonly SqlFile Sql = SqlFile.Load("QueueControl");

    private readonly Statement _pause = session.Database.Prepare(Sql["pause"]);
    private readonly Statement _resume = session.Database.Prepare(Sql["resume"]);

    public void Pause(string queue, string? reason)
    {
        _pause.Set(1, session.Queues.FindOrAdd(queue)).Set(2, session.Now()).Set(3, reason).Run();
        session.Signals.AddGeneral();
    }

    public void Resume(string queue)
    {
        if (session.Queues.Find(queue) is { } id && _resume.Set(1, id).Change() > 0)
        {
            session.Signals.AddGeneral();
        }
    }
}
