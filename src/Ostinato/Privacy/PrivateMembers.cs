using System.Text.Json.Serialization.Metadata;

namespace Ostinato.Privacy;

/// <summary>How a member is kept from others.</summary>
internal enum Secrecy
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>It is stored, and not shown.</summary>
    Redacted,

    /// <summary>It is stored encrypted.</summary>
    Encrypted,
}

/// <summary>Which members of a type are private, by their names in JSON, and those of what is inside.</summary>
/// <remarks>Types may contain themselves, and so may these.</remarks>
internal sealed class PrivateMembers
{
    private readonly Dictionary<string, PrivateMember> _members = new(StringComparer.OrdinalIgnoreCase);

    // Where a value may be of several types.
    private readonly List<PrivateMembers> _others = [];

    private PrivateMembers? _elements;

    /// <summary>What the elements of a list or the values of a dictionary hold.</summary>
    public PrivateMembers? Elements => _others.Aggregate(_elements, (found, other) => Either(found, other.Elements));

    /// <summary>Whether anything in it is encrypted, at any depth.</summary>
    public bool HoldsEncrypted { get; private set; }

    /// <summary>Whether anything in it is private, at any depth.</summary>
    public bool HoldsAny { get; private set; }

    /// <summary>The private members of a type; null where there are none.</summary>
    public static PrivateMembers? Of(JsonTypeInfo? json) => json is null ? null : new PrivateMembersReader().Read(json);

    /// <summary>What is private about a member of this name.</summary>
    public PrivateMember Find(string name)
    {
        var found = _members.GetValueOrDefault(name);
        foreach (var other in _others)
        {
            found = found.Or(other.Find(name));
        }

        return found;
    }

    /// <summary>The names of all members that are private in one way, at any depth.</summary>
    public IReadOnlyList<string> NamesOf(Secrecy secrecy)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<PrivateMembers>();
        Collect(this);
        return [.. names];

        void Collect(PrivateMembers? node)
        {
            if (node is null || !seen.Add(node))
            {
                return;
            }

            names.UnionWith(node._members.Where(member => member.Value.Secrecy == secrecy).Select(member => member.Key));
            node.Inner.ToList().ForEach(Collect);
        }
    }

    internal void Add(string name, PrivateMember member) => _members[name] = _members.GetValueOrDefault(name).Or(member);

    internal void AddElements(PrivateMembers? elements) => _elements = elements;

    internal void AddOther(PrivateMembers? other) => _others.AddRange(other is null ? [] : [other]);

    /// <summary>Looks at what is inside once more; says whether that has told anything new.</summary>
    internal bool Learn()
    {
        var before = (HoldsAny, HoldsEncrypted);
        HoldsEncrypted = _members.Values.Any(member => member.Secrecy is Secrecy.Encrypted) || Inner.Any(inner => inner!.HoldsEncrypted);
        HoldsAny = _members.Values.Any(member => member.Secrecy is not Secrecy.None) || Inner.Any(inner => inner!.HoldsAny);
        return before != (HoldsAny, HoldsEncrypted);
    }

    /// <summary>The private members of a value that may be of one type or of another.</summary>
    internal static PrivateMembers? Either(PrivateMembers? one, PrivateMembers? other)
    {
        if (one is null || other is null || one == other)
        {
            return one ?? other;
        }

        var either = new PrivateMembers();
        either._others.AddRange([one, other]);
        either.Learn();
        return either;
    }

    private IEnumerable<PrivateMembers?> Inner =>
        _members.Values.Select(member => member.Inside).Concat(_others).Append(_elements).Where(inner => inner is not null);
}

/// <summary>What is private about one member.</summary>
/// <param name="Secrecy">The member itself.</param>
/// <param name="Inside">What its value holds.</param>
internal readonly record struct PrivateMember(Secrecy Secrecy, PrivateMembers? Inside)
{
    public PrivateMember Or(PrivateMember other) =>
        new(Secrecy > other.Secrecy ? Secrecy : other.Secrecy, PrivateMembers.Either(Inside, other.Inside));
}
