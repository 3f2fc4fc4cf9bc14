namespace Ostinato.Sqlite;

/// <summary>What somebody wants cancelled while a process holds it.</summary>
internal sealed class CancelRequests(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("CancelRequests");
    private static readonly Dictionary<long, string> None = [];

    private readonly Statement _add = database.Prepare(Sql["add"]);
    private readonly Statement _ofProcess = database.Prepare(Sql["of_process"]);
    private readonly Statement _isAsked = database.Prepare(Sql["is_asked"]);
    private readonly Statement _remove = database.Prepare(Sql["remove"]);
    private readonly Statement _removeOfProcess = database.Prepare(Sql["remove_of_process"]);

    /// <summary>Asks for it; the first to ask gives the reason. Says whether this was the first.</summary>
    public bool Add(long process, long job, string reason, long now) =>
        _add.Set(1, process).Set(2, job).Set(3, reason).Set(4, now).Change() > 0;

    /// <summary>The reasons, by job.</summary>
    public Dictionary<long, string> Of(long process)
    {
        var reasons = None;
        _ofProcess.Set(1, process);
        while (_ofProcess.Read())
        {
            reasons = reasons == None ? [] : reasons;
            reasons.Add(_ofProcess.Long(0), _ofProcess.Text(1));
        }

        return reasons;
    }

    public bool IsAsked(long process, long job) => _isAsked.Set(1, process).Set(2, job).Scalar() is not null;

    public void Remove(long process, long job) => _remove.Set(1, process).Set(2, job).Run();

    public void RemoveAll(long process) => _removeOfProcess.Set(1, process).Run();
}
