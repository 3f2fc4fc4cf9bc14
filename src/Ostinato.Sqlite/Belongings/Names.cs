namespace Ostinato.Sqlite;

/// <summary>The numbers that stand for the names of kinds, or of queues. A number keeps its name for ever.</summary>
internal sealed class Names
{
    private static readonly SqlFile Sql = SqlFile.Load("Names");

    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _names = [];
    private readonly Statement _find;
    private readonly Statement _add;
    private readonly Statement _read;
    private readonly Statement _all;

    private Names(Database database, string what)
    {
        _find = database.Prepare(Sql["find_" + what]);
        _add = database.Prepare(Sql["add_" + what]);
        _read = database.Prepare(Sql["read_" + what]);
        _all = database.Prepare(Sql[$"all_{what}s"]);
    }

    public static Names OfKinds(Database database) => new(database, "kind");

    public static Names OfQueues(Database database) => new(database, "queue");

    public long? Find(string name)
    {
        if (_ids.TryGetValue(name, out var known))
        {
            return known;
        }

        return _find.Set(1, name).Scalar() is { } id ? Keep(id, name) : null;
    }

    /// <summary>The numbers of all names of which something is true.</summary>
    public List<long> Find(Predicate<string> isWanted)
    {
        var found = new List<long>();
        while (_all.Read())
        {
            if (isWanted(_all.Text(1)))
            {
                found.Add(_all.Long(0));
            }
        }

        return found;
    }

    public long FindOrAdd(string name) => Find(name) ?? Keep(_add.Set(1, name).Scalar()!.Value, name);

    public string NameOf(long id)
    {
        if (_names.TryGetValue(id, out var known))
        {
            return known;
        }

        var name = _read.Set(1, id).Read() ? _read.Text(0) : throw new InvalidDataException($"The number {id} stands for no name.");
        _read.Close();
        Keep(id, name);
        return name;
    }

    /// <summary>Drops what was learnt inside a transaction that is rolled back.</summary>
    public void Forget()
    {
        _ids.Clear();
        _names.Clear();
    }

    private long Keep(long id, string name)
    {
        _ids[name] = id;
        _names[id] = name;
        return id;
    }
}
