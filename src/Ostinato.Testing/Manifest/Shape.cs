namespace Ostinato.Testing;

/// <summary>How one value is written as JSON.</summary>
internal abstract record Shape;

/// <summary>A number, a text, or whatever else has no parts that matter here.</summary>
/// <param name="Kind">One of <see cref="ValueKinds"/>.</param>
internal sealed record ValueShape(string Kind) : Shape;

/// <summary>A list of values.</summary>
internal sealed record ListShape(Slot Element) : Shape;

/// <summary>Values by keys.</summary>
internal sealed record MapShape(Shape Key, Slot Value) : Shape;

/// <summary>A type that has a name in its contract: an object or an enum. Types may contain themselves.</summary>
internal sealed record NamedShape(string Name) : Shape;

/// <summary>A place where a value stands.</summary>
/// <param name="Shape">The value.</param>
/// <param name="IsNullable">Whether null may be written there.</param>
internal readonly record struct Slot(Shape Shape, bool IsNullable);

/// <summary>What a name in a contract stands for.</summary>
internal abstract record NamedType;

/// <summary>A class, struct or record.</summary>
internal sealed record ObjectType(IReadOnlyList<Member> Members) : NamedType
{
    /// <summary>The types that a value may be of instead, by what tells them apart.</summary>
    public IReadOnlyDictionary<string, Shape> Cases { get; init; } = new Dictionary<string, Shape>();

    /// <summary>The member that tells them apart.</summary>
    public string Discriminator { get; init; } = "$type";

    /// <summary>How members are found. Known of code only.</summary>
    public StringComparer Names { get; init; } = StringComparer.OrdinalIgnoreCase;

    /// <summary>What becomes of members that it does not know. Known of code only.</summary>
    public Unknown Unknown { get; init; }

    public Member? Find(string name) => Members.FirstOrDefault(member => Names.Equals(member.Name, name));
}

/// <summary>An enum.</summary>
/// <param name="AsText">Whether it is written as a name.</param>
/// <param name="Values">What is written, by name: the number, or the name itself as JSON has it.</param>
internal sealed record EnumType(bool AsText, IReadOnlyList<(string Name, string Value)> Values) : NamedType;

/// <summary>A member that is both written and read.</summary>
/// <param name="Name">As JSON has it.</param>
/// <param name="Value">What is written.</param>
/// <param name="IsOptional">Whether it is read where it is not there.</param>
internal sealed record Member(string Name, Slot Value, bool IsOptional)
{
    /// <summary>Whether null can be read. Known of code only.</summary>
    public bool AcceptsNull { get; init; } = Value.IsNullable;
}

/// <summary>What becomes of members that a type does not know.</summary>
internal enum Unknown
{
    Skipped,
    Kept,
    Refused,
}

/// <summary>How a payload, a result or a checkpoint is written.</summary>
/// <param name="Root">The whole.</param>
/// <param name="Types">What the names in it stand for, in the order in which they are met.</param>
internal sealed record Contract(Shape Root, IReadOnlyDictionary<string, NamedType> Types)
{
    public NamedType? TypeOf(Shape shape) => shape is NamedShape named ? Types.GetValueOrDefault(named.Name) : null;
}
