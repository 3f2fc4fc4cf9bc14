using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Notices commits by other connections: another process, or the application's own transaction.</summary>
/// <remarks>Asked on the writer's connection, so that the store's own commits do not count.</remarks>
internal sealed class OtherWriters(Database database, Observers observers)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly Statement _version = database.Prepare("pragma data_version");
    private long? _last;

    public void Look()
    {
        var version = _version.Scalar();
        database.Statistics.CountLook();
        if (_last is not null && _last != version)
        {
            observers.Send(new StoreSignal(null));
        }

        _last = version;
    }
}
