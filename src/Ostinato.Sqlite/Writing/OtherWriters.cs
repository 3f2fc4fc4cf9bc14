namespace Ostinato.Sqlite;

/// <summary>Notices commits by other connections: another process, or the application's own transaction.</summary>
/// <remarks>Asked on the writer's connection, so that the store's own commits do not count.</remarks>
internal sealed class OtherWriters
{
    private static readonly TimeSpan WhileExpected = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan WhileActive = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan WhileQuiet = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private readonly Session _session;
    private readonly ExpectedCommits _expected;
    private readonly Statement _version;
    private long? _last;
    private long _changes;
    private long _ownChanges;
    private long? _seenAt;

    public OtherWriters(Session session, ExpectedCommits expected)
    {
        _session = session;
        _expected = expected;
        _version = session.Database.Prepare("pragma data_version");
        _last = _version.Scalar();
        _changes = session.Counter.Changes();
    }

    /// <summary>Whether others have written lately.</summary>
    public bool AreActive => _seenAt is { } at && RealTime.Since(at) < Memory;

    /// <summary>How long to wait before the next look, when there is nothing else to do.</summary>
    public TimeSpan Interval => _expected.Any ? WhileExpected : AreActive ? WhileActive : WhileQuiet;

    /// <summary>Our own commit. What we changed is not what others have changed.</summary>
    public void Committed(bool counted) => _ownChanges += counted ? 1 : 0;

    /// <summary>Whether somebody else has changed something since the last look that this process must hear of.</summary>
    public bool HaveChangedSomething()
    {
        var version = _version.Scalar();
        _session.Database.Statistics.CountLook();
        if (version == _last)
        {
            return false;
        }

        var changes = _session.Counter.Changes();
        var byOthers = changes - _changes - _ownChanges;
        (_last, _changes, _ownChanges) = (version, changes, 0);
        _seenAt = RealTime.Now();
        if (byOthers == 0)
        {
            return false;
        }

        _expected.Clear();
        return true;
    }
}
