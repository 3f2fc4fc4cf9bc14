namespace Ostinato.Generators;

/// <summary>Writes the metadata of one class, struct or record.</summary>
internal static class JsonObjectEmitter
{
    public static void Emit(JsonObjectModel type, string name, string head, SourceWriter writer)
    {
        writer.Open(head);
        writer.Open($"return JsonMetadataServices.CreateObjectInfo(options, new JsonObjectInfoValues<{type.Type}>");
        EmitCreator(type, name, writer);
        writer.Line($"PropertyMetadataInitializer = _ => {name}_Properties(options),");
        writer.Close(");");
        writer.Close();
        writer.Line();
        EmitProperties(type, name, writer);
        EmitAccessors(type, name, writer);
    }

    private static void EmitProperties(JsonObjectModel type, string name, SourceWriter writer)
    {
        writer.Open($"private static JsonPropertyInfo[] {name}_Properties(JsonSerializerOptions options)");
        writer.Line($"var properties = new JsonPropertyInfo[{type.Properties.Count}];");
        for (var i = 0; i < type.Properties.Count; i++)
        {
            JsonPropertyEmitter.Emit(type, i, name, writer);
        }

        writer.Line("return properties;");
        writer.Close();
    }

    private static void EmitCreator(JsonObjectModel type, string name, SourceWriter writer)
    {
        var create = type.Creator switch
        {
            { IsDefault: true } => $"default({type.Type})",
            { Accessor: { } accessor } => $"{AccessorEmitter.Call(name, "Create", accessor)}({Arguments(type)})",
            _ => $"new {type.Type}({Arguments(type)})",
        };
        if (type.Parameters.Count == 0)
        {
            writer.Line($"ObjectCreator = static () => {create},");
            return;
        }

        writer.Line($"ObjectWithParameterizedConstructorCreator = static args => {create},");
        writer.Line("ConstructorParameterMetadataInitializer = static () =>");
        writer.Line("[");
        for (var i = 0; i < type.Parameters.Count; i++)
        {
            writer.Continue($"new() {{ {Parameter(type.Parameters[i], i)} }},");
        }

        writer.Line("],");
    }

    private static string Arguments(JsonObjectModel type) =>
        string.Join(", ", type.Parameters.Select((parameter, i) => $"({parameter.Type})args[{i}]"));

    private static string Parameter(JsonParameterModel parameter, int position)
    {
        var text = $"Name = {TypeText.Literal(parameter.Name)}, ParameterType = typeof({parameter.Type}), Position = {position}";
        return text
            + (parameter.IsNullable ? ", IsNullable = true" : "")
            + (parameter.Default is { } value ? $", HasDefaultValue = true, DefaultValue = {value}" : "");
    }

    private static void EmitAccessors(JsonObjectModel type, string name, SourceWriter writer)
    {
        if (type.Creator.Accessor is { } creator)
        {
            AccessorEmitter.Emit(name, "Create", "Kind.Constructor", creator, writer);
        }

        foreach (var property in type.Properties.Where(property => property.Accessor is not null))
        {
            AccessorEmitter.Emit(name, "Set_" + property.Name, $"Kind.Method, Name = \"set_{property.Name}\"", property.Accessor!, writer);
        }
    }
}
