using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Who is running.</summary>
internal sealed class Registry
{
    private static readonly SqlFile Sql = SqlFile.Load("Registry");

    private readonly Session _session;
    private readonly Statement _find;
    private readonly Statement _stands;
    private readonly Statement _put;
    private readonly Statement _beat;
    private readonly Statement _beats;
    private readonly Statement _remove;

    public Registry(Session session)
    {
        _session = session;
        _find = session.Database.Prepare(Sql["find"]);
        _stands = session.Database.Prepare(Sql["stands"]);
        _put = session.Database.Prepare(Sql["put"]);
        _beat = session.Database.Prepare(Sql["beat"]);
        _beats = session.Database.Prepare(Sql["beats"]);
        _remove = session.Database.Prepare(Sql["remove"]);
    }

    public ProcessIdentity Join(ProcessDescription description, ProcessIdentity? earlier)
    {
        var now = _session.Now();
        var identity = earlier is { } old ? Follow(old, now) : new ProcessIdentity(_session.Counter.TakeProcess(), Epoch: 1);
        _put.Set(1, identity.Id).Set(2, identity.Epoch).Set(3, description.Host).Set(4, description.ProcessId)
            .Set(5, DescriptionJson.Write(description.Queues)).Set(6, DescriptionJson.Write(description.Names)).Set(7, now)
            .Set(8, DescriptionJson.Write(description.Labels)).Run();
        return identity;
    }

    public Heartbeat Beat(ProcessIdentity process)
    {
        var stands = _beat.Set(1, process.Id).Set(2, process.Epoch).Set(3, _session.Now()).Change() > 0;
        var beats = new List<ProcessBeat>();
        while (_beats.Read())
        {
            beats.Add(new ProcessBeat(new ProcessIdentity(_beats.Long(0), _beats.Long(1)), _beats.Long(2)));
        }

        return new Heartbeat(stands, beats) { QueueSettings = _session.QueueControl.Settings() };
    }

    public void Leave(ProcessIdentity process)
    {
        if (_stands.Set(1, process.Id).Set(2, process.Epoch).Scalar() is not null)
        {
            GiveBack(process.Id, _session.Now());
            Remove(process.Id);
        }
    }

    public void Remove(long process) => _remove.Set(1, process).Run();

    // A process whose join was answered but not heard may ask again under the same earlier identity: it gets past what stands.
    private ProcessIdentity Follow(ProcessIdentity earlier, long now)
    {
        var epoch = earlier.Epoch;
        if (_find.Set(1, earlier.Id).Scalar() is { } standing)
        {
            GiveBack(earlier.Id, now);
            epoch = Math.Max(epoch, standing);
        }

        return new ProcessIdentity(earlier.Id, epoch + 1);
    }

    private void GiveBack(long process, long now)
    {
        var cancels = _session.Cancels.Of(process);
        _session.Cancels.RemoveAll(process);
        foreach (var held in _session.Places.Leases.TakeAll(process))
        {
            foreach (var part in held.SplitAt(cancels.Keys))
            {
                if (cancels.TryGetValue(part.Low, out var reason))
                {
                    _session.Places.Done.Add(part.Ended(JobState.Cancelled, reason, now));
                }
                else
                {
                    _session.Places.Ready.Return(part);
                }
            }
        }
    }
}
