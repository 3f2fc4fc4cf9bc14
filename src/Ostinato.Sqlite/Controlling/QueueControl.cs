using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Keeps what a person says of queues.</summary>
internal sealed class QueueControl(Session session)
{
    private static readonly SqlFile Sql = SqlFile.Load("QueueControl");

    private readonly Statement _all = session.Database.Prepare(Sql["all"]);
    private readonly Statement _write = session.Database.Prepare(Sql["write"]);
    private readonly Statement _settings = session.Database.Prepare(Sql["settings"]);

    public IReadOnlyList<StoredQueue> All()
    {
        var queues = new List<StoredQueue>();
        while (_all.Read())
        {
            queues.Add(new StoredQueue
            {
                Name = _all.Text(0),
                Revision = _all.Long(1),
                IsPaused = !_all.IsNull(2),
                PausedAt = _all.LongOrNull(2) is { } since ? Microseconds.Time(since) : null,
                PausedBy = _all.TextOrNull(3),
                PauseReason = _all.TextOrNull(4),
                Settings = _all.TextOrNull(5),
            });
        }

        return queues;
    }

    public bool Write(StoredQueue queue, NewAuditEntry? audit)
    {
        long? since = !queue.IsPaused ? null : queue.PausedAt is { } known ? Microseconds.Of(known) : session.Now();
        if (session.Audit.IsUndone(audit?.Undoes)
            || _write.Set(1, session.Queues.FindOrAdd(queue.Name)).Set(2, queue.Revision).Set(3, since)
                .Set(4, queue.IsPaused ? queue.PausedBy : null).Set(5, queue.IsPaused ? queue.PauseReason : null)
                .Set(6, queue.Settings).Change() == 0)
        {
            return false;
        }

        session.Audit.Add(audit);
        session.Signals.AddQueueSettings();
        return true;
    }

    /// <summary>The settings of all queues that have any, as JSON by name.</summary>
    public string? Settings()
    {
        var settings = _settings.Read() ? _settings.TextOrNull(0) : null;
        _settings.Close();
        return settings;
    }
}
