using System.Collections.Concurrent;
using System.Globalization;

namespace Ostinato.Storage;

/// <summary>
/// The name under which a store keeps a job, and under which processes say what they can run: the wire name and, from version 2 of its
/// payload on, the version, as in <c>render@2</c>. To a store it is one name.
/// </summary>
/// <remarks>
/// No wire name has an <c>@</c>. A process whose code is older does not know the name, as it does not know those of other jobs, and leaves
/// the job to others.
/// </remarks>
public readonly record struct StoredName
{
    private const char Separator = '@';
    private const int MostKept = 1_000;

    // Names with a version are cut out of those that stores keep: once each, not once a job. There are as many as kinds of jobs.
    private static readonly ConcurrentDictionary<string, StoredName> Kept = new(StringComparer.Ordinal);

    private readonly string? _text;

    private StoredName(string text, string name, int version) => (_text, Name, Version) = (text, name, version);

    /// <summary>The wire name.</summary>
    public string Name { get; }

    /// <summary>The version of the payload, from 1.</summary>
    public int Version { get; }

    /// <summary>The name of a version.</summary>
    /// <param name="name">The wire name.</param>
    /// <param name="version">From 1 to <see cref="JobDefaults.MaxVersion"/>.</param>
    public static StoredName Of(string name, int version)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(version, JobDefaults.MaxVersion);
        var text = version == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}{Separator}{version}");
        return new StoredName(text, name, version);
    }

    /// <summary>
    /// Reads the name that a store keeps. One that says no version is of version 1, whatever is in it. Of one text the name is always the
    /// same object, and reading it again needs no memory.
    /// </summary>
    public static StoredName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.LastIndexOf(Separator);
        return at > 0 && VersionIn(text.AsSpan(at + 1)) is { } version
            ? Kept.TryGetValue(text, out var kept) ? kept : Keep(new StoredName(text, text[..at], version))
            : new StoredName(text, text, 1);
    }

    /// <summary>Whether a filter asks for jobs of this name: it names all versions, or this one.</summary>
    public bool IsAskedBy(JobFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.Name is not { } asked || asked == _text || asked == Name || (Version == 1 && asked == $"{Name}{Separator}1");
    }

    /// <summary>As a store keeps it.</summary>
    public override string ToString() => _text ?? "";

    /// <summary>As a sentence has it: <c>'render' of version 2</c>, or <c>'render'</c>.</summary>
    internal string InWords() => Version == 1 ? $"'{Name}'" : string.Create(CultureInfo.InvariantCulture, $"'{Name}' of version {Version}");

    private static StoredName Keep(StoredName name)
    {
        // Somebody sends ever new names: those that come again and again are soon back.
        if (Kept.Count >= MostKept)
        {
            Kept.Clear();
        }

        return Kept.GetOrAdd(name.ToString(), name);
    }

    private static int? VersionIn(ReadOnlySpan<char> digits) =>
        digits is { Length: > 0 and <= 3 } && digits[0] != '0'
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 1
            ? version
            : null;
}
