namespace Ostinato.PostgreSql;

/// <summary>What becomes of leases: some go, some keep only their head, some are added.</summary>
internal sealed class LeaseChanges
{
    /// <summary>The first ids of those that go.</summary>
    public List<long> Removed { get; } = [];

    /// <summary>Those that keep their head.</summary>
    public List<LeaseRange> Shortened { get; } = [];

    public List<LeaseRange> Added { get; } = [];

    public bool AreNone => Removed.Count == 0 && Shortened.Count == 0;

    /// <summary>Puts what is left of a range, in order, in its place.</summary>
    public void Replace(in LeaseRange range, IReadOnlyList<LeaseRange> left)
    {
        if (left.Count > 0 && left[0].Low == range.Low)
        {
            Shortened.Add(left[0]);
            Added.AddRange(left.Skip(1));
        }
        else
        {
            Removed.Add(range.Low);
            Added.AddRange(left);
        }
    }

    public void ApplyTo(HeldLeases held) =>
        held.Change([.. Removed, .. Shortened.Select(range => range.Low)], [.. Shortened, .. Added]);
}

/// <summary>Adding to lists of ranges.</summary>
internal static class LeaseRangeLists
{
    /// <summary>Adds a part of a range unless it is empty.</summary>
    public static void AddIf(this List<LeaseRange> ranges, in LeaseRange range, long from, long end)
    {
        if (end > from)
        {
            ranges.Add(range.Slice(from, end));
        }
    }
}
