using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>The jobs that processes hold.</summary>
internal sealed class LeasePlace(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Lease");

    private readonly Statement _add = database.Prepare(Sql["add"]);
    private readonly Statement _remove = database.Prepare(Sql["remove"]);
    private readonly Statement _shorten = database.Prepare(Sql["shorten"]);
    private readonly Statement _containing = database.Prepare(Sql["containing"]);
    private readonly Statement _ofProcess = database.Prepare(Sql["of_process"]);
    private readonly Statement _removeOfProcess = database.Prepare(Sql["remove_of_process"]);

    public void Add(in LeaseRange range) =>
        _add.Set(1, range.Low).Set(2, range.Count).Set(3, range.Process.Id).Set(4, range.Process.Epoch).Set(5, range.Claim)
            .Set(6, range.Queue).Set(7, range.Priority).Set(8, range.Seq).Set(9, range.Attempt).Set(10, range.Crashes)
            .Set(11, range.Since).Set(12, range.TakenAt).Run();

    public LeaseRange? Containing(long id) =>
        Closest(id) is { } range && id < range.End ? range : null;

    /// <summary>The range that contains the id, or else the closest one below it.</summary>
    public LeaseRange? Closest(long id)
    {
        LeaseRange? range = _containing.Set(1, id).Read() ? Range(_containing) : null;
        _containing.Close();
        return range;
    }

    /// <summary>Writes what is left of a range, in order; nothing when it is empty.</summary>
    public void Replace(in LeaseRange range, ReadOnlySpan<LeaseRange> left)
    {
        if (!left.IsEmpty && left[0].Low == range.Low)
        {
            _shorten.Set(1, range.Low).Set(2, left[0].Count).Run();
            left = left[1..];
        }
        else
        {
            _remove.Set(1, range.Low).Run();
        }

        foreach (ref readonly var part in left)
        {
            Add(part);
        }
    }

    /// <summary>Takes away all that a process holds, under whichever epoch.</summary>
    public List<LeaseRange> TakeAll(long process)
    {
        var held = new List<LeaseRange>();
        _ofProcess.Set(1, process);
        while (_ofProcess.Read())
        {
            held.Add(Range(_ofProcess));
        }

        _removeOfProcess.Set(1, process).Run();
        return held;
    }

    private static LeaseRange Range(Statement row) => new(
        row.Long(0), row.Int(1), new ProcessIdentity(row.Long(2), row.Long(3)), row.Long(4), row.Long(5), row.Int(6), row.Long(7),
        row.Int(8), row.Int(9), row.LongOrNull(10), row.Long(11));
}
