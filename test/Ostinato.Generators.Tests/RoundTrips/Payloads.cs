using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Ostinato.Generators.Tests.RoundTrips;

[Job("shapes.empty")]
public sealed record Empty;

[JobAlias("shapes.plain")]
[Job("shapes.simple", Version = 2, Queue = "mail", Priority = 2, MaxAttempts = 8, Timeout = "00:02:00", Deadline = "1.00:00:00", StopAtDeadline = true, KeepFor = "7.00:00:00")]
public sealed record Simple(int Number, string Text, Guid Id = default, string Locale = "en")
{
    [UpcastFrom(1)]
    internal static void FromVersion1(JsonObject payload) => payload.Rename("message", "text");
}

[Job("shapes.struct")]
public readonly record struct Point(int X, double Y);

[Job("shapes.mutable-struct")]
public struct Mutable
{
    public int X { get; set; }

    public string? Name { get; init; }
}

[Job("shapes.class")]
public sealed class Plain
{
    public int Number { get; set; }

    public string Name { get; set; } = "";

    public string Locale { get; init; } = "en";

    public required Guid Id { get; init; }

    public int Double => Number * 2;

    [JsonIgnore]
    public string Secret { get; set; } = "";
}

[Job("shapes.constructor")]
public sealed class WithConstructor
{
    public WithConstructor()
        : this(1, "unknown")
    {
    }

    [JsonConstructor]
    internal WithConstructor(int number, string name) => (Number, Name) = (number, name);

    public int Number { get; }

    public string Name { get; }

    public string? Remark { get; set; }
}

[Job("shapes.names")]
public sealed record Names(
    [property: JsonPropertyName("the_id")] int Id,
    [property: JsonPropertyName("@type")] string @Class,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Maybe = null,
    string URLPath = "/",
    [property: JsonPropertyOrder(-1)] int First = 0);

public enum Color
{
    Red,
    Green,
    Blue = 40,
}

[JsonConverter(typeof(JsonStringEnumConverter<Size>))]
public enum Size
{
    Small,
    Large,
}

[Job("shapes.enums")]
public sealed record Enums(
    Color Color,
    Color? MaybeColor,
    Size Size,
    Size? MaybeSize,
    [property: JsonConverter(typeof(JsonStringEnumConverter<Color>))] Color Written,
    [property: JsonConverter(typeof(JsonStringEnumConverter<Color>))] Color? MaybeWritten,
    Color Default = Color.Blue);

[Job("shapes.values")]
public sealed record Values(
    bool Bool,
    byte Byte,
    sbyte SByte,
    char Char,
    short Short,
    ushort UShort,
    uint UInt,
    long Long,
    ulong ULong,
    float Float,
    double Double,
    decimal Decimal,
    string? Text,
    DateTime Time,
    DateTimeOffset Moment,
    DateOnly Day,
    TimeOnly Hour,
    TimeSpan Duration,
    Guid Id,
    Half Half,
    Int128 Huge,
    UInt128 HugeUnsigned)
{
    public Uri? Uri { get; init; }

    public Version? Version { get; init; }

    public byte[] Bytes { get; init; } = [];

    public Memory<byte> Memory { get; init; }

    public ReadOnlyMemory<byte> ReadOnlyMemory { get; init; }

    public JsonElement Element { get; init; }

    public JsonNode? Node { get; init; }

    public JsonObject? Object { get; init; }

    public JsonArray? Array { get; init; }

    public int? MaybeInt { get; init; }

    public DateTime? MaybeTime { get; init; }
}

[Job("shapes.collections")]
public sealed record Collections
{
    public int[] Array { get; init; } = [];

    public string[][] Jagged { get; init; } = [];

    public List<int> List { get; init; } = [];

    public List<string?>? MaybeList { get; init; }

    public HashSet<string> HashSet { get; init; } = [];

    public SortedSet<int> SortedSet { get; init; } = [];

    public Queue<int> Queue { get; init; } = [];

    public IList<int> IList { get; init; } = [];

    public ICollection<int> ICollection { get; init; } = [];

    public ISet<int> ISet { get; init; } = new HashSet<int>();

    public IEnumerable<int> IEnumerable { get; init; } = [];

    public IReadOnlyCollection<int> IReadOnlyCollection { get; init; } = [];

    public IReadOnlyList<Point> IReadOnlyList { get; init; } = [];

    public ImmutableArray<int> ImmutableArray { get; init; } = [];

    public ImmutableList<int> ImmutableList { get; init; } = [];

    public ImmutableHashSet<int> ImmutableHashSet { get; init; } = [];

    public Dictionary<string, int> Dictionary { get; init; } = [];

    public Dictionary<Color, List<Point>> ByColor { get; init; } = [];

    public Dictionary<Guid, string?> ById { get; init; } = [];

    public SortedDictionary<int, string> Sorted { get; init; } = [];

    public IDictionary<string, string> IDictionary { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, int[]> IReadOnlyDictionary { get; init; } = new Dictionary<string, int[]>();

    public ImmutableDictionary<string, int> ImmutableDictionary { get; init; } = ImmutableDictionary<string, int>.Empty;

    public KeyValuePair<string, int>? Pair { get; init; }
}

public sealed record Node(string Name, Node? Next, List<Node> Children);

[Job("shapes.recursive")]
public sealed record Recursive(Node Root);

public abstract class Animal
{
    public int Legs { get; set; }

    public string Name { get; init; } = "nameless";

    public virtual string Sound { get; set; } = "";
}

[Job("shapes.derived")]
public sealed class Dog : Animal
{
    public bool Barks { get; set; }

    public override string Sound { get; set; } = "woof";
}

public record Page<TItem>(int Number, IReadOnlyList<TItem> Items)
    where TItem : notnull
{
    public TItem? Favourite { get; init; }

    public int Size { get; init; } = 20;
}

public sealed class Box<TItem>
    where TItem : class
{
    public required TItem Content { get; init; }

    public static class Lid<TColor>
        where TColor : struct, Enum
    {
        public sealed class Handle
        {
            public TColor Color { get; init; }
        }
    }
}

[Job("shapes.generic")]
public sealed record Generic(Page<Point> Points, Page<string> Texts, Box<string> Box, Box<string>.Lid<Color>.Handle Handle);

[Job("shapes.required")]
public sealed class Demanding
{
    [SetsRequiredMembers]
    public Demanding() => Name = "set";

    public required string Name { get; set; }

    [JsonRequired]
    public int Number { get; set; }
}

[Job("shapes.required-struct")]
public struct DemandingStruct
{
    public required string Name { get; set; }

    public required int Number { get; init; }
}

[Job("shapes.required-record")]
public sealed record DemandingRecord(int Number)
{
    public required string Name { get; init; }

    public string Remark { get; init; } = "none";
}

[Job("shapes.defaults")]
public sealed record Defaults(
    int A = 1,
    long B = -2,
    double C = 0.1,
    float D = 1.5f,
    decimal E = 3.10m,
    string? F = "quote \" and \n newline",
    char G = '\'',
    bool H = true,
    Color I = Color.Green,
    Color? J = Color.Blue,
    int? K = 7,
    Guid L = default,
    string? M = null,
    byte N = 255,
    ulong O = ulong.MaxValue);

[Job("shapes.nulls")]
public sealed class Nulls
{
    public string Never { get; set; } = "";

    public string? Maybe { get; set; }

    [AllowNull]
    public string Gives { get => field ?? ""; set; } = "";

    [DisallowNull]
    public string? Takes { get; set; }
}

#nullable disable
[Job("shapes.oblivious")]
public sealed class Oblivious
{
    public string Text { get; set; }

    public List<string> List { get; set; }
}
#nullable restore

public sealed class DegreesConverter : JsonConverter<Degrees>
{
    public override Degrees Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, Degrees value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

[JsonConverter(typeof(DegreesConverter))]
public readonly struct Degrees(double value)
{
    public double Value { get; } = value;
}

[Job("shapes.converters")]
public sealed record Converters(Degrees Angle, Degrees? MaybeAngle, List<Degrees> Many);

[Job("shapes.ids")]
public sealed record Ids(JobId After, JobId? Maybe = null);

internal static class Outer
{
    [Job("shapes.nested")]
    internal sealed record Inner(Inner.Deeper Value)
    {
        internal sealed record Deeper(int Number, string Text);
    }
}

[Job("shapes.private")]
public sealed record Private([Encrypted] string Card, [Redacted] string Email, Private.Address? Home, List<Private.Address> Others)
{
    [Encrypted]
    public int? Cvc { get; init; }

    public sealed record Address(string Town, [property: Redacted] string Street, Private? Owner = null);
}
