namespace Ostinato.Sqlite;

/// <summary>Notices commits by other connections: another process, or the application's own transaction.</summary>
/// <remarks>Asked on the writer's connection, so that the store's own commits do not count.</remarks>
internal sealed class OtherWriters
{
    private static readonly TimeSpan WhileExpected = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan WhileActive = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan WhileQuiet = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private readonly Database _database;
    private readonly ExpectedCommits _expected;
    private readonly Statement _version;
    private long? _last;
    private long? _seenAt;

    public OtherWriters(Database database, ExpectedCommits expected)
    {
        _database = database;
        _expected = expected;
        _version = database.Prepare("pragma data_version");
        _last = _version.Scalar();
    }

    /// <summary>Whether others have written lately.</summary>
    public bool AreActive => _seenAt is { } at && RealTime.Since(at) < Memory;

    /// <summary>How long to wait before the next look, when there is nothing else to do.</summary>
    public TimeSpan Interval => _expected.Any ? WhileExpected : AreActive ? WhileActive : WhileQuiet;

    /// <summary>Whether somebody else has committed since the last look.</summary>
    public bool HaveCommitted()
    {
        var version = _version.Scalar();
        _database.Statistics.CountLook();
        var have = _last != version;
        _last = version;
        if (have)
        {
            _seenAt = RealTime.Now();
            _expected.Clear();
        }

        return have;
    }
}
