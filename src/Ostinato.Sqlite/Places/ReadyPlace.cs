using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>The available jobs.</summary>
internal sealed class ReadyPlace(Database database, Names queues, Signals signals)
{
    private static readonly SqlFile Sql = SqlFile.Load("Ready");

    private readonly Statement _add = database.Prepare(Sql["add"]);
    private readonly Statement _remove = database.Prepare(Sql["remove"]);
    private readonly Statement _removeUpTo = database.Prepare(Sql["remove_up_to"]);
    private readonly Statement _containing = database.Prepare(Sql["containing"]);
    private readonly Statement _line = database.Prepare(Sql["line"]);
    private readonly Statement _nextLine = database.Prepare(Sql["next_line"]);
    private readonly Statement _storedAt = database.Prepare(Sql["stored_at"]);

    public void Add(in ReadyRange range)
    {
        Write(range);
        signals.Add(queues.NameOf(range.Queue));
    }

    public ReadyRange? Containing(long id) =>
        Closest(id) is { } range && id < range.End ? range : null;

    /// <summary>The range that contains the id, or else the closest one below it.</summary>
    public ReadyRange? Closest(long id)
    {
        ReadyRange? range = _containing.Set(1, id).Read() ? Range(_containing) : null;
        _containing.Close();
        return range;
    }

    /// <summary>Takes one job out of its range.</summary>
    public void Remove(in ReadyRange range, long id)
    {
        _remove.Set(1, range.Queue).Set(2, range.Line).Set(3, range.Seq).Run();
        WriteUnlessEmpty(range.Slice(range.Low, id));
        WriteUnlessEmpty(range.Slice(id + 1, range.End));
    }

    /// <summary>Takes the head of a line away, and puts back what is left of its last range.</summary>
    public void RemoveHead(in ReadyRange last, int takenOfLast)
    {
        _removeUpTo.Set(1, last.Queue).Set(2, last.Line).Set(3, last.Seq).Run();
        WriteUnlessEmpty(last.Slice(last.Low + takenOfLast, last.End));
    }

    /// <summary>The next ranges of a line, into a buffer.</summary>
    public int ReadLine(long queue, int line, long after, Span<ReadyRange> buffer)
    {
        var count = 0;
        _line.Set(1, queue).Set(2, line).Set(3, after).Set(4, buffer.Length);
        while (_line.Read())
        {
            buffer[count++] = Range(_line);
        }

        return count;
    }

    /// <summary>The next line of a queue that has jobs.</summary>
    public int? NextLine(long queue, int after) => (int?)_nextLine.Set(1, queue).Set(2, after).Scalar();

    /// <summary>Puts claimed jobs back to where they stood in line.</summary>
    public void Return(in LeaseRange leased)
    {
        var back = new ReadyRange(
            leased.Queue, leased.Priority, leased.Seq, leased.Low, leased.Count, leased.Attempt, leased.Crashes, leased.Since ?? 0);
        if (leased.Since is not null)
        {
            Add(back);
            return;
        }

        foreach (var (from, end, since) in StoredTogether(leased.Low, leased.End))
        {
            Add(back.Slice(from, end) with { Since = since });
        }
    }

    private List<(long From, long End, long Since)> StoredTogether(long low, long end)
    {
        var runs = new List<(long From, long End, long Since)>();
        _storedAt.Set(1, low).Set(2, end - 1);
        while (_storedAt.Read())
        {
            var since = _storedAt.Long(1);
            if (runs.Count == 0 || runs[^1].Since != since)
            {
                runs.Add((_storedAt.Long(0), end, since));
            }
        }

        for (var index = 0; index < runs.Count; index++)
        {
            runs[index] = runs[index] with
            {
                From = index == 0 ? low : runs[index].From,
                End = index + 1 < runs.Count ? runs[index + 1].From : end,
            };
        }

        return runs;
    }

    private void WriteUnlessEmpty(in ReadyRange range)
    {
        if (range.Count > 0)
        {
            Write(range);
        }
    }

    private void Write(in ReadyRange range) =>
        _add.Set(1, range.Queue).Set(2, range.Line).Set(3, range.Seq).Set(4, range.Low).Set(5, range.Count)
            .Set(6, range.Attempt).Set(7, range.Crashes).Set(8, range.Since).Run();

    private static ReadyRange Range(Statement row) => new(
        row.Long(0), ClaimRule.PriorityOf(row.Int(1)), row.Long(2), row.Long(3), row.Int(4), row.Int(5), row.Int(6), row.Long(7));
}
