using System.Text.Json.Nodes;

namespace Ostinato.Testing;

/// <summary>Makes a payload of a contract as it could have been stored.</summary>
/// <param name="contract">How it is written.</param>
/// <param name="isFull">Whether everything is in it that may be, or only what must be.</param>
internal sealed class Example(Contract contract, bool isFull)
{
    // A type that contains itself ends somewhere.
    private readonly HashSet<string> _open = [];

    private ShapePath _path = ShapePath.Root;
    private JsonNode? _given;

    /// <summary>False where something must be in it that only a converter of the user's own can write.</summary>
    public bool IsWhole { get; private set; } = true;

    public JsonNode? Make() => Shape(contract.Root, -1);

    /// <summary>The same with a value at one place.</summary>
    public JsonNode? MakeWith(ShapePath path, JsonNode? given)
    {
        (_path, _given) = (path, given);
        return Shape(contract.Root, 0);
    }

    /// <summary>What may be stored where a shape is.</summary>
    public static IEnumerable<JsonNode> Stored(Contract contract, Shape shape) => (shape, contract.TypeOf(shape)) switch
    {
        (ValueShape value, _) => ValueKinds.Stored(value.Kind),
        (_, EnumType type) => type.Values.Select(value => JsonOf(type, value.Value)),
        _ => from isFull in (IEnumerable<bool>)[true, false]
             let example = new Example(contract with { Root = shape }, isFull)
             let made = example.Make()
             where made is not null && example.IsWhole
             select made,
    };

    // Depth: how far the path has been followed; -1 where it was left.
    private JsonNode? Slot(Slot slot, int depth) =>
        depth < 0 && slot.IsNullable && (!isFull || !CanMake(slot.Shape)) ? null : Shape(slot.Shape, depth);

    private static bool CanMake(Shape shape) => shape is not ValueShape { Kind: ValueKinds.Custom };

    private JsonNode? Shape(Shape shape, int depth)
    {
        if (depth >= 0 && depth == _path.Steps.Length)
        {
            return _given?.DeepClone();
        }

        return shape switch
        {
            ListShape list => List(list, depth),
            MapShape map => Map(map, depth),
            NamedShape named => Named(named.Name, depth),
            _ => Value((ValueShape)shape),
        };
    }

    private JsonNode? Value(ValueShape shape)
    {
        IsWhole &= CanMake(shape);
        return ValueKinds.Stored(shape.Kind).FirstOrDefault();
    }

    // Null is no value here, unless it is the one that was given.
    private JsonArray List(ListShape list, int depth)
    {
        var inside = Next(depth, StepKind.Element);
        return ((isFull && CanMake(list.Element.Shape)) || inside >= 0)
            && (Slot(list.Element, inside) is var element) && (element is not null || inside >= 0)
                ? new JsonArray(element)
                : [];
    }

    private JsonObject Map(MapShape map, int depth)
    {
        var inside = Next(depth, StepKind.Value);
        return ((isFull && CanMake(map.Value.Shape)) || inside >= 0) && Stored(contract, map.Key).FirstOrDefault() is { } key
            && (Slot(map.Value, inside) is var value) && (value is not null || inside >= 0)
                ? new JsonObject { [key.ToString()] = value }
                : [];
    }

    private JsonNode? Named(string name, int depth)
    {
        if (contract.Types.GetValueOrDefault(name) is EnumType values)
        {
            return values.Values.Select(value => JsonOf(values, value.Value)).FirstOrDefault();
        }

        var isNew = _open.Add(name);
        if ((!isNew && depth < 0) || contract.Types.GetValueOrDefault(name) is not ObjectType type)
        {
            return null;
        }

        var json = CaseOnPath(type, depth) ?? Object(type, depth);
        if (isNew)
        {
            _open.Remove(name);
        }

        return json;
    }

    private JsonObject? CaseOnPath(ObjectType type, int depth)
    {
        var (label, shape) = depth >= 0 && _path.Steps[depth].Kind is StepKind.Case
            ? type.Cases.FirstOrDefault(one => _path.Steps[depth].Text == $"({one.Key})")
            : depth < 0 && isFull ? type.Cases.FirstOrDefault() : default;
        if (shape is null || Shape(shape, depth < 0 ? -1 : depth + 1) is not JsonObject inner)
        {
            return null;
        }

        var json = new JsonObject { [type.Discriminator] = LabelOf(label) };
        foreach (var (name, value) in inner.ToList())
        {
            inner.Remove(name);
            json[name] = value;
        }

        return json;
    }

    private static JsonValue LabelOf(string label) =>
        int.TryParse(label, out var number) ? JsonValue.Create(number) : JsonValue.Create(label);

    private JsonObject Object(ObjectType type, int depth)
    {
        var json = new JsonObject();
        foreach (var member in type.Members)
        {
            var isOnPath = depth >= 0 && type.Names.Equals(_path.Steps[depth].Text, member.Name);
            if (isOnPath || isFull || !member.IsOptional)
            {
                json[member.Name] = Slot(member.Value, isOnPath ? depth + 1 : -1);
            }
        }

        return json;
    }

    private int Next(int depth, StepKind kind) => depth >= 0 && _path.Steps[depth].Kind == kind ? depth + 1 : -1;

    private static JsonNode JsonOf(EnumType type, string value) => type.AsText ? JsonValue.Create(value)! : JsonNode.Parse(value)!;
}
