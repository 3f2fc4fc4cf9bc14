namespace Signup.Signups;

/// <summary>What became of an import.</summary>
public sealed class ImportReport
{
    private const int Listed = 100;

    private readonly List<string> _problems = [];

    public long Imported { get; private set; }

    /// <summary>Lines with an address that had signed up before.</summary>
    public long SignedUpBefore { get; private set; }

    /// <summary>Lines that were left out because something is wrong with them.</summary>
    public long Rejected { get; private set; }

    /// <summary>The first of the rejected lines, and why.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Why the rest was not read; null when all of it was. What was imported before stays.</summary>
    public string? Stopped { get; set; }

    public void Stored(int imported, int signedUpBefore) => (Imported, SignedUpBefore) = (Imported + imported, SignedUpBefore + signedUpBefore);

    public void Reject(long line, string problem)
    {
        Rejected++;
        if (_problems.Count < Listed)
        {
            _problems.Add($"line {line}: {problem}");
        }
    }

    public override string ToString() =>
        $"Import: {Imported:N0} users, {SignedUpBefore:N0} had signed up before, {Rejected:N0} lines rejected.{(Stopped is null ? "" : $" Stopped: {Stopped}")}";
}
