namespace Ostinato.Generators;

/// <summary>Writes the metadata of System.Text.Json that its own generator would, which cannot see the output of this one.</summary>
internal static class JsonEmitter
{
    public static string Emit(EquatableArray<JsonTypeModel> types)
    {
        var names = TypeNames.Of(types);
        var writer = new SourceWriter();
        writer.Open("namespace Ostinato");
        writer.Line("using global::System;");
        writer.Line("using global::System.Runtime.CompilerServices;");
        writer.Line("using global::System.Text.Json;");
        writer.Line("using global::System.Text.Json.Serialization;");
        writer.Line("using global::System.Text.Json.Serialization.Metadata;");
        writer.Line();
        writer.Line("/// <summary>How the payloads and results of this assembly are written; see <see cref=\"JobJson\"/>.</summary>");
        writer.Line("[global::Microsoft.CodeAnalysis.Embedded]");
        writer.Line(SourceWriter.GeneratedCode);
        writer.Open($"internal sealed class GeneratedJobJson : IJsonTypeInfoResolver");
        writer.Line("private static readonly JsonSerializerOptions Options = JobJson.Options(new GeneratedJobJson());");
        writer.Line();
        writer.Line("internal static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));");
        writer.Line();
        EmitLookup(types, names, writer);
        foreach (var type in types)
        {
            writer.Line();
            Emit(type, names[type.Type], writer);
        }

        writer.Close();
        writer.Close();
        return writer.ToString();
    }

    private static void EmitLookup(EquatableArray<JsonTypeModel> types, Dictionary<string, string> names, SourceWriter writer)
    {
        writer.Open("JsonTypeInfo? IJsonTypeInfoResolver.GetTypeInfo(Type type, JsonSerializerOptions options)");
        foreach (var type in types)
        {
            writer.Line($"if (type == typeof({type.Type})) return {names[type.Type]}Info(options);");
        }

        writer.Line("return null;");
        writer.Close();
    }

    private static void Emit(JsonTypeModel type, string name, SourceWriter writer)
    {
        var head = $"private static JsonTypeInfo<{type.Type}> {name}Info(JsonSerializerOptions options)";
        switch (type)
        {
            case JsonValueModel value:
                writer.Line(head + " =>");
                writer.Continue($"JsonMetadataServices.CreateValueInfo<{type.Type}>(options, {value.Converter});");
                break;
            case JsonCollectionModel collection:
                writer.Line(head + " =>");
                writer.Continue(Collection(collection));
                break;
            case JsonObjectModel shape:
                JsonObjectEmitter.Emit(shape, name, head, writer);
                break;
        }
    }

    private static string Collection(JsonCollectionModel collection)
    {
        var creator = collection.Creator is { } create ? $" {{ ObjectCreator = static () => {create} }}" : "()";
        var range = collection.CreateRange is { } method ? $", {method}" : "";
        return $"{collection.Factory}(options, new JsonCollectionInfoValues<{collection.Type}>{creator}{range});";
    }
}
