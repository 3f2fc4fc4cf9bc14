using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Ostinato.Testing;

/// <summary>Where a value is in a payload. It reads as <c>order.lines[].price</c>.</summary>
internal sealed record ShapePath(ImmutableArray<Step> Steps)
{
    public static readonly ShapePath Root = new([]);

    public ShapePath Member(string name) => new(Steps.Add(new Step(StepKind.Member, name)));

    public ShapePath Elements() => new(Steps.Add(new Step(StepKind.Element, "[]")));

    public ShapePath Values() => new(Steps.Add(new Step(StepKind.Value, "{}")));

    public ShapePath Case(string name) => new(Steps.Add(new Step(StepKind.Case, $"({name})")));

    /// <summary>The value there; null where there is none.</summary>
    public JsonNode? In(JsonNode? json)
    {
        foreach (var step in Steps)
        {
            json = step.Kind switch
            {
                StepKind.Member => (json as JsonObject)?[step.Text],
                StepKind.Element => (json as JsonArray)?.FirstOrDefault(),
                StepKind.Value => (json as JsonObject)?.FirstOrDefault().Value,
                _ => json,
            };
        }

        return json;
    }

    public override string ToString() =>
        string.Concat(Steps.Select((step, i) => step.Kind is StepKind.Member && i > 0 ? "." + step.Text : step.Text));
}

internal enum StepKind
{
    Member,
    Element,
    Value,
    Case,
}

/// <summary>One step into a value.</summary>
/// <param name="Kind">Into what.</param>
/// <param name="Text">The name of a member; of the others, how it reads.</param>
internal readonly record struct Step(StepKind Kind, string Text);
