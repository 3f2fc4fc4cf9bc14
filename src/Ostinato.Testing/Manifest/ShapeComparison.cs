using System.Text.Json.Nodes;

namespace Ostinato.Testing;

/// <summary>Compares what is stored with what is read, and tells each difference.</summary>
internal sealed class ShapeComparison(Contract was, Contract code, Trial trial)
{
    private const string OlderProcesses = "While processes of an older build run, they may set aside what this one writes.";

    // Types may contain themselves: no pair is compared twice.
    private readonly HashSet<(NamedType Was, NamedType Is)> _seen = new(Pairs.Instance);
    private readonly List<ShapeChange> _changes = [];

    public static IReadOnlyList<ShapeChange> Compare(Contract was, Contract code, Trial trial)
    {
        var comparison = new ShapeComparison(was, code, trial);
        comparison.Shapes(ShapePath.Root, was.Root, code.Root);
        return comparison._changes;
    }

    private void Shapes(ShapePath path, Shape before, Shape after)
    {
        switch (before, after)
        {
            case (ValueShape one, ValueShape other) when one.Kind == other.Kind:
                break;
            case (ListShape one, ListShape other):
                Slots(path.Elements(), one.Element, other.Element, other.Element.IsNullable);
                break;
            case (MapShape one, MapShape other):
                Maps(path, one, other);
                break;
            case (NamedShape, NamedShape) when was.TypeOf(before) is { } one && code.TypeOf(after) is { } other:
                if (_seen.Add((one, other)))
                {
                    Types(path, before, after, one, other);
                }

                break;
            default:
                Kinds(path, before, after);
                break;
        }
    }

    private void Types(ShapePath path, Shape before, Shape after, NamedType one, NamedType other)
    {
        switch (one, other)
        {
            case (ObjectType stored, ObjectType read):
                new ObjectComparison(path, stored, read, _changes).Compare(Slots);
                Cases(path, before, stored, read);
                break;
            case (EnumType { AsText: false } stored, EnumType { AsText: false } read):
                Numbers(path, stored, read);
                break;
            case (EnumType stored, EnumType { AsText: true } read):
                Names(path, stored, read);
                break;
            default:
                Kinds(path, before, after);
                break;
        }
    }

    private void Slots(ShapePath path, Slot before, Slot after, bool acceptsNull)
    {
        if (before.IsNullable && !acceptsNull)
        {
            if (trial.Run(path, null) is { } failure)
            {
                Add(path, before, after, failure.Verdict, failure.Why, "let it be null");
            }
        }
        else if (!before.IsNullable && after.IsNullable)
        {
            Add(path, before, after, ManifestVerdict.Compatible, "It may be null now. " + OlderProcesses);
        }

        Shapes(path, before.Shape, after.Shape);
    }

    private void Maps(ShapePath path, MapShape before, MapShape after)
    {
        var value = Example.Stored(code, after.Value.Shape).FirstOrDefault();
        var keys = Example.Stored(was, before.Key).Select(key => new JsonObject { [key.ToString()] = value?.DeepClone() });
        if (before.Key != after.Key || was.TypeOf(before.Key) is not null)
        {
            Try(path, new(before, false), new(after, false), keys, "Its keys have changed.", tellsEqual: before.Key != after.Key);
        }

        Slots(path.Values(), before.Value, after.Value, after.Value.IsNullable);
    }

    private void Cases(ShapePath path, Shape shape, ObjectType before, ObjectType after)
    {
        foreach (var (name, stored) in before.Cases)
        {
            if (after.Cases.GetValueOrDefault(name) is not { } read || before.Discriminator != after.Discriminator)
            {
                Add(path.Case(name), ShapeText.Write(stored), null, ManifestVerdict.Unreadable,
                    $"A stored value with \"{before.Discriminator}\": \"{name}\" is of no type that is known.", "bring the type back");
            }
            else
            {
                Shapes(path.Case(name), stored, read);
            }
        }

        foreach (var (name, added) in after.Cases.Where(one => !before.Cases.ContainsKey(one.Key)))
        {
            Add(path.Case(name), null, ShapeText.Write(added), ManifestVerdict.Compatible, "It is one more type. " + OlderProcesses);
        }

        if (before.Cases.Count == 0 && after.Cases.Count > 0)
        {
            Try(path, new(shape, false), new(shape, false), Example.Stored(was, shape), "It may be of several types.", tellsEqual: false);
        }
    }

    private void Numbers(ShapePath path, EnumType before, EnumType after)
    {
        foreach (var (name, value) in before.Values)
        {
            var same = after.Values.FirstOrDefault(one => one.Name == name);
            if (same.Value == value)
            {
                continue;
            }

            var now = after.Values.FirstOrDefault(one => one.Value == value).Name;
            var isRenamed = now is not null && same.Name is null && before.Values.All(one => one.Name != now);
            Add(path, $"{name} = {value}", same.Name is null ? now is null ? null : $"{now} = {value}" : $"{name} = {same.Value}",
                isRenamed ? ManifestVerdict.Compatible : ManifestVerdict.LosesData,
                isRenamed ? "The number is what is stored." : $"A stored {value} would be read as {now ?? "a number without a name"}.",
                $"let {name} be {value} again");
        }

        Added(path, before, after, "It is one more name for a number.");
    }

    private void Names(ShapePath path, EnumType before, EnumType after)
    {
        foreach (var (name, value) in before.Values)
        {
            var stored = before.AsText ? JsonValue.Create(value)! : JsonNode.Parse(value)!;
            var failure = trial.Run(path, stored);
            var isKnown = after.Values.Any(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase));
            if (!isKnown || failure is { Verdict: ManifestVerdict.Unreadable })
            {
                Add(path, before.AsText ? name : $"{name} = {value}", null, failure?.Verdict ?? ManifestVerdict.LosesData,
                    failure?.Why ?? $"A stored {name} has no name any more.", $"bring {name} back");
            }
        }

        if (!before.AsText)
        {
            Add(path, "a number", "a name", ManifestVerdict.Compatible, "Numbers are still read. " + OlderProcesses);
        }

        Added(path, before, after, "It is one more name. " + OlderProcesses);
    }

    private void Added(ShapePath path, EnumType before, EnumType after, string why)
    {
        var isNew = after.Values.Where(one => before.Values.All(old =>
            !string.Equals(old.Name, one.Name, StringComparison.OrdinalIgnoreCase) && (after.AsText || old.Value != one.Value)));
        foreach (var (name, value) in isNew)
        {
            Add(path, null, after.AsText ? name : $"{name} = {value}", ManifestVerdict.Compatible, why);
        }
    }

    private void Kinds(ShapePath path, Shape before, Shape after)
    {
        var why = "What is stored is read. " + OlderProcesses;
        Try(path, new(before, false), new(after, false), Example.Stored(was, before), why, tellsEqual: true);
    }

    private void Try(ShapePath path, Slot before, Slot after, IEnumerable<JsonNode> stored, string why, bool tellsEqual)
    {
        var values = stored.ToList();
        var failures = values.Select(value => trial.Run(path, value)).OfType<TrialFailure>().ToList();
        var worst = failures.OrderByDescending(failure => failure.Verdict).FirstOrDefault();
        if (worst is not null)
        {
            Add(path, before, after, worst.Verdict, worst.Why);
        }
        else if (values.Count == 0)
        {
            Add(path, before, after, ManifestVerdict.Unreadable, "A converter of your own wrote it, and nobody can tell what.");
        }
        else if (tellsEqual)
        {
            Add(path, before, after, ManifestVerdict.Compatible, why);
        }
    }

    private void Add(ShapePath path, Slot before, Slot after, ManifestVerdict verdict, string why, string? way = null) =>
        Add(path, ShapeText.Write(before), ShapeText.Write(after), verdict, why, way);

    private void Add(ShapePath path, string? before, string? after, ManifestVerdict verdict, string why, string? way = null) =>
        _changes.Add(new ShapeChange(path, before, after, verdict, why) { Way = way });

    private sealed class Pairs : IEqualityComparer<(NamedType Was, NamedType Is)>
    {
        public static readonly Pairs Instance = new();

        public bool Equals((NamedType Was, NamedType Is) one, (NamedType Was, NamedType Is) other) =>
            ReferenceEquals(one.Was, other.Was) && ReferenceEquals(one.Is, other.Is);

        public int GetHashCode((NamedType Was, NamedType Is) pair) => HashCode.Combine(
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.Was),
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.Is));
    }
}

/// <summary>One difference between what is stored and what is read.</summary>
internal sealed record ShapeChange(ShapePath Path, string? Was, string? Is, ManifestVerdict Verdict, string Why)
{
    /// <summary>Where the member has got another name, that name.</summary>
    public string? RenamedTo { get; init; }

    /// <summary>How else than by a new version the harm can be undone, as an order.</summary>
    public string? Way { get; init; }
}
