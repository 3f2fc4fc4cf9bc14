using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>What a transaction has to tell the observers once it has committed.</summary>
internal sealed class Signals
{
    private readonly HashSet<string> _queues = new(StringComparer.Ordinal);
    private string? _last;
    private bool _isGeneral;
    private bool _concernsQueueSettings;

    /// <summary>Whether other processes must hear of the transaction.</summary>
    public bool ConcernOthers { get; private set; }

    public void Add(string queue)
    {
        ConcernOthers = true;
        if (!ReferenceEquals(queue, _last))
        {
            _queues.Add(queue);
            _last = queue;
        }
    }

    public void AddGeneral() => _isGeneral = ConcernOthers = true;

    public void AddQueueSettings()
    {
        AddGeneral();
        _concernsQueueSettings = true;
    }

    /// <summary>Nothing that this process does not know; but another may have to go on with it when this one dies.</summary>
    public void AddForOthers() => ConcernOthers = true;

    public void SendTo(Observers observers)
    {
        foreach (var queue in _queues)
        {
            observers.Send(queue);
        }

        if (_isGeneral)
        {
            observers.Send(new StoreSignal(null) { ConcernsQueueSettings = _concernsQueueSettings });
        }
    }

    public void Clear()
    {
        _queues.Clear();
        _last = null;
        _isGeneral = ConcernOthers = _concernsQueueSettings = false;
    }
}
