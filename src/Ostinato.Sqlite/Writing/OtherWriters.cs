namespace Ostinato.Sqlite;

/// <summary>Notices commits by other connections: another process, or the application's own transaction.</summary>
/// <remarks>Asked on the writer's connection, so that the store's own commits do not count.</remarks>
internal sealed class OtherWriters(Database database)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly Statement _version = database.Prepare("pragma data_version");
    private long? _last;

    /// <summary>Whether somebody else has committed since the last look.</summary>
    public bool HaveCommitted()
    {
        var version = _version.Scalar();
        database.Statistics.CountLook();
        var have = _last is not null && _last != version;
        _last = version;
        return have;
    }
}
