using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ostinato.Testing.Tests.Manifest;

#pragma warning disable CA1034, CA1724 // The same type in several builds.

public static class Old
{
    public sealed record Render(string Doc, int Dpi);

    public static Render Rendered { get; } = new("a", 300);
}

public static class More
{
    public sealed record Render(string Doc, int Dpi, string Color = "red");
}

public static class Both
{
    public sealed record Render(string Doc, int Dpi, string Color);
}

public static class Needy
{
    public sealed record Render(string Doc, int Dpi, string? Color);
}

public static class Required
{
    public sealed record Render(string Doc, int Dpi)
    {
        public required string Color { get; init; }
    }
}

public static class Relaxed
{
    public sealed record Render(string Doc, int Dpi)
    {
        public string? Color { get; set; }
    }
}

public static class Less
{
    public sealed record Render(string Doc);
}

public static class Keeping
{
    public sealed record Render(string Doc)
    {
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Others { get; set; }
    }
}

public static class Strict
{
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    public sealed record Render(string Doc);
}

public static class Renamed
{
    public sealed record Render(string DocumentId, int Dpi);
}

public static class RenamedInCode
{
    public sealed record Render([property: JsonPropertyName("doc")] string DocumentId, int Dpi);
}

public static class Cased
{
    public sealed record Render([property: JsonPropertyName("DOC")] string Doc, int Dpi);
}

public static class Worded
{
    public sealed record Render(string Doc, string Dpi);
}

public static class Wider
{
    public sealed record Render(string Doc, long Dpi);
}

public static class Null
{
    public sealed record Render(string? Doc, int Dpi);
}

public static class MaybeNumber
{
    public sealed record Render(string Doc, int? Dpi);
}

public static class Many
{
    public sealed record Render(List<string> Doc, int Dpi);
}

public static class Distinct
{
    public sealed record Render(HashSet<string> Doc, int Dpi);
}

public static class Numbers
{
    public sealed record Render(int[] Doc, int Dpi);
}

public static class MaybeNumbers
{
    public sealed record Render(int?[] Doc, int Dpi);
}

public static class Nested
{
    public sealed record Page(string Text, int? Number);

    public sealed record Render(Page Cover, List<Page> Pages);
}

public static class NestedLess
{
    public sealed record Page(int? Number);

    public sealed record Render(Page Cover, List<Page> Pages);
}

public static class NestedRetyped
{
    public sealed record Page(string Text, string? Number);

    public sealed record Render(Page Cover, List<Page> Pages);
}

public static class NestedRenamed
{
    public sealed record Sheet(string Text, int? Number);

    public sealed record Render(Sheet Cover, IReadOnlyList<Sheet> Pages);
}

public static class Dictionary
{
    public sealed record Render(Dictionary<string, JsonElement> Cover, List<Nested.Page> Pages);
}

public static class Enums
{
    public sealed record Render<T>(T Value);
}

public static class Keys
{
    public sealed record Render<T>(Dictionary<T, int> Values)
        where T : notnull;
}

public static class Plain
{
    public record Shape(string Name);

    public sealed record Holder(Shape Shape);
}

public static class One
{
    [JsonDerivedType(typeof(Circle), "circle")]
    public record Shape(string Name);

    public sealed record Circle(string Name, int Radius) : Shape(Name);

    public sealed record Holder(Shape Shape);
}

public static class Several
{
    [JsonDerivedType(typeof(Circle), "circle")]
    [JsonDerivedType(typeof(Square), "square")]
    public record Shape(string Name);

    public sealed record Circle(string Name, int Radius) : Shape(Name);

    public sealed record Square(string Name, int Side) : Shape(Name);

    public sealed record Holder(Shape Shape);
}

public static class Poor
{
    [JsonDerivedType(typeof(Circle), "circle")]
    [JsonDerivedType(typeof(Square), "square")]
    public record Shape(string Name);

    public sealed record Circle(string Name, int Radius) : Shape(Name);

    public sealed record Square(string Name) : Shape(Name);

    public sealed record Holder(Shape Shape);
}

public static class Marked
{
    [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
    [JsonDerivedType(typeof(Circle), "circle")]
    public abstract record Shape(string Name);

    public sealed record Circle(string Name, int Radius) : Shape(Name);

    public sealed record Holder(Shape Shape);
}

public static class Tree
{
    public sealed record Node(string Name, Node? Next, List<Node> Children);
}

public static class Bush
{
    public sealed record Node(string Name, List<Node> Children);
}

public enum Color
{
    Red,
    Green,
}

public enum MoreColor
{
    Red,
    Green,
    Blue = 40,
}

public enum Renumbered
{
    Green,
    Red,
}

public enum Tiny : byte
{
    None,
}

[JsonConverter(typeof(JsonStringEnumConverter<Named>))]
public enum Named
{
    Red,
    Green,
}

[JsonConverter(typeof(JsonStringEnumConverter<MoreNamed>))]
public enum MoreNamed
{
    Red,
    Green,
    Blue,
}

[JsonConverter(typeof(DegreesConverter))]
public readonly record struct Degrees(double Value);

public sealed class DegreesConverter : JsonConverter<Degrees>
{
    public override Degrees Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, Degrees value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
