namespace Ostinato.PostgreSql;

/// <summary>Compares what the store says a process holds with what the process knows. Pure.</summary>
internal sealed class Reconciliation
{
    public Reconciliation(HeldLeases held, List<LeaseRange> stored)
    {
        foreach (var range in stored)
        {
            Compare(held, range);
        }
    }

    /// <summary>What the process holds and knows of.</summary>
    public List<LeaseRange> Known { get; } = [];

    /// <summary>What was claimed for it without its hearing of it.</summary>
    public List<LeaseRange> Unheard { get; } = [];

    /// <summary>What must become of leases in which there is something unheard of.</summary>
    public LeaseChanges Leases { get; } = new();

    private void Compare(HeldLeases held, in LeaseRange stored)
    {
        var known = held.IsNew ? [stored] : Overlaps(held, stored);
        Known.AddRange(known);
        var next = stored.Low;
        var isWhole = true;
        foreach (var part in known)
        {
            isWhole &= part.Low == next;
            Unheard.AddIf(stored, next, part.Low);
            next = part.End;
        }

        Unheard.AddIf(stored, next, stored.End);
        if (!isWhole || next < stored.End)
        {
            Leases.Replace(stored, known);
        }
    }

    private static List<LeaseRange> Overlaps(HeldLeases held, LeaseRange stored) => [.. held.Ranges
        .Where(range => range.Low < stored.End && range.End > stored.Low)
        .Select(range => stored.Slice(Math.Max(range.Low, stored.Low), Math.Min(range.End, stored.End)) with { Claim = range.Claim })];
}
