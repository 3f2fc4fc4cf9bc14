namespace Ostinato.Generators;

/// <summary>Writes the metadata of one property.</summary>
internal static class JsonPropertyEmitter
{
    public static void Emit(JsonObjectModel type, int index, string name, SourceWriter writer)
    {
        var property = type.Properties[index];
        var values = $"JsonPropertyInfoValues<{property.Type}>";
        writer.Open($"properties[{index}] = JsonMetadataServices.CreatePropertyInfo(options, new {values}");
        writer.Line("IsProperty = true,");
        writer.Line("IsPublic = true,");
        writer.Line($"DeclaringType = typeof({property.Owner}),");
        writer.Line($"PropertyName = {TypeText.Literal(property.Name)},");
        foreach (var line in OptionalValuesOf(type, property, name))
        {
            writer.Line(line + ",");
        }

        writer.Close(");");
        foreach (var assignment in AssignmentsOf(property))
        {
            writer.Line($"properties[{index}].{assignment};");
        }
    }

    private static IEnumerable<string> OptionalValuesOf(JsonObjectModel type, JsonPropertyModel property, string name)
    {
        if (property.JsonName is { } jsonName)
        {
            yield return $"JsonPropertyName = {TypeText.Literal(jsonName)}";
        }

        if (property.CanRead)
        {
            yield return $"Getter = static target => (({property.Owner})target).{TypeText.Identifier(property.Name)}";
        }

        if (SetterOf(type, property, name) is { } setter)
        {
            yield return $"Setter = static (target, value) => {setter}";
        }

        if (property.IgnoreCondition is { } condition)
        {
            yield return $"IgnoreCondition = JsonIgnoreCondition.{condition}";
        }

        if (property.Privacy is { } mark)
        {
            yield return $"AttributeProviderFactory = static () => JobMemberMark.{mark}";
        }

        if (property.Converter is { } converter)
        {
            yield return $"Converter = {converter}";
        }
    }

    private static string? SetterOf(JsonObjectModel type, JsonPropertyModel property, string name)
    {
        var target = type.IsStruct
            ? $"Unsafe.Unbox<{property.Owner}>(target)"
            : $"({property.Owner})target";
        return property.Setter switch
        {
            JsonSetter.Assign when type.IsStruct => $"{target}.{TypeText.Identifier(property.Name)} = value",
            JsonSetter.Assign => $"({target}).{TypeText.Identifier(property.Name)} = value",
            JsonSetter.Accessor =>
                $"{AccessorEmitter.Call(name, "Set_" + property.Name, property.Accessor!)}({(type.IsStruct ? "ref " : "")}{target}, value)",
            _ => null,
        };
    }

    private static IEnumerable<string> AssignmentsOf(JsonPropertyModel property)
    {
        if (property.IsRequired)
        {
            yield return "IsRequired = true";
        }

        if (!property.IsGetNullable)
        {
            yield return "IsGetNullable = false";
        }

        if (!property.IsSetNullable)
        {
            yield return "IsSetNullable = false";
        }

        if (property.Order != 0)
        {
            yield return $"Order = {property.Order}";
        }
    }
}
