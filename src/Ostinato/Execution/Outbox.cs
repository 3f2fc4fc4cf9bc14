using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>Gathers the ends of attempts for the loop's next trip. Bounded by what the process holds: a job has one end.</summary>
internal sealed class Outbox
{
    private readonly Lock _lock = new();
    private List<Acknowledgement> _gathering = [];
    private List<Acknowledgement> _spare = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _gathering.Count;
            }
        }
    }

    public void Add(in Acknowledgement acknowledgement)
    {
        lock (_lock)
        {
            _gathering.Add(acknowledgement);
        }
    }

    /// <summary>Takes everything. The list is the dispatcher's until it calls <see cref="Recycle"/> or <see cref="PutBack"/>.</summary>
    public List<Acknowledgement> Take()
    {
        lock (_lock)
        {
            var taken = _gathering;
            _gathering = _spare;
            _spare = [];
            return taken;
        }
    }

    public void Recycle(List<Acknowledgement> taken)
    {
        taken.Clear();
        lock (_lock)
        {
            _spare = taken;
        }
    }

    /// <summary>Keeps what could not be written for the next trip, before what came since.</summary>
    public void PutBack(List<Acknowledgement> taken)
    {
        lock (_lock)
        {
            taken.AddRange(_gathering);
            _gathering = taken;
        }
    }

    public int Clear()
    {
        lock (_lock)
        {
            var count = _gathering.Count;
            _gathering.Clear();
            return count;
        }
    }
}
