using System.Text;

namespace Ostinato.Testing;

/// <summary>How jobs in code differ from those in a manifest.</summary>
public sealed record ManifestReport
{
    internal ManifestReport(IReadOnlyList<ManifestChange> changes) => Changes = changes;

    /// <summary>Every difference, by job.</summary>
    public IReadOnlyList<ManifestChange> Changes { get; }

    /// <summary>Whether all that is stored can be read, and nothing in it is lost.</summary>
    public bool IsCompatible => Changes.All(change => change.Verdict is ManifestVerdict.Compatible);

    /// <summary>The differences, one below the other, those that do harm first.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var change in Changes.OrderByDescending(change => change.Verdict))
        {
            text.AppendLine().Append(change);
        }

        return text.ToString();
    }
}

/// <summary>One difference between a job in code and in a manifest.</summary>
public sealed record ManifestChange
{
    /// <summary>The wire name of the job, as the manifest has it.</summary>
    public required string Job { get; init; }

    /// <summary>Where: <c>payload</c>, <c>result</c>, <c>checkpoint</c>, <c>version</c> or <c>name</c>.</summary>
    public required string Place { get; init; }

    /// <summary>The member by its name in JSON, such as <c>lines[].price</c>; null where it is none.</summary>
    public string? Member { get; init; }

    /// <summary>As the manifest has it; null where it has nothing.</summary>
    public string? Was { get; init; }

    /// <summary>As the code has it; null where it has nothing.</summary>
    public string? Is { get; init; }

    /// <summary>What it does to what is stored.</summary>
    public ManifestVerdict Verdict { get; init; }

    /// <summary>Why.</summary>
    public required string Why { get; init; }

    /// <summary>What to do about it; null where nothing need be done.</summary>
    public string? Remedy { get; init; }

    /// <summary>The difference in two lines or three.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"  {Job}, {Place}").Append(Member is null ? "" : $", member '{Member}'")
            .Append(": was ").Append(Was ?? "not there").Append(", is ").Append(Is ?? "not there").Append('.')
            .AppendLine().Append("    ").Append(Why);
        return Remedy is null ? text.ToString() : text.AppendLine().Append("    ").Append(Remedy).ToString();
    }
}

/// <summary>What a change does to jobs that are stored.</summary>
public enum ManifestVerdict
{
    /// <summary>All of them run as before.</summary>
    Compatible,

    /// <summary>They run, without a part of what they were given.</summary>
    LosesData,

    /// <summary>They are set aside, or what is asked for cannot be read.</summary>
    Unreadable,
}
