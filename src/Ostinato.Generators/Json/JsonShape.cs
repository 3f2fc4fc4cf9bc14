using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Finds every type that a payload or a result is made of, and how each is written.</summary>
internal sealed class JsonShape
{
    private readonly Dictionary<string, JsonTypeModel?> _types = new(StringComparer.Ordinal);
    private readonly List<JsonProblem> _problems = [];
    private readonly Compilation _compilation;
    private readonly CancellationToken _ct;

    private JsonShape(Compilation compilation, CancellationToken ct) => (_compilation, _ct) = (compilation, ct);

    public IReadOnlyList<JsonProblem> Problems => _problems;

    public EquatableArray<JsonTypeModel> Types => _types.Values.OfType<JsonTypeModel>().ToEquatableArray();

    public static JsonShape Of(ITypeSymbol root, Compilation compilation, CancellationToken ct)
    {
        var shape = new JsonShape(compilation, ct);
        shape.Add(root, root);
        return shape;
    }

    /// <summary>Adds a type and all that it needs, once.</summary>
    /// <param name="type">The type.</param>
    /// <param name="member">Where it was met.</param>
    public void Add(ITypeSymbol type, ISymbol member)
    {
        _ct.ThrowIfCancellationRequested();
        var name = TypeText.Of(type);
        if (_types.ContainsKey(name))
        {
            return;
        }

        _types.Add(name, null);
        _types[name] = Read(type, name, member);
    }

    public void Report(ISymbol member, string reason) => _problems.Add(new JsonProblem(member, reason));

    public bool IsReachable(ISymbol symbol) => Reachability.IsReachable(symbol, _compilation);

    private JsonTypeModel? Read(ITypeSymbol type, string name, ISymbol member)
    {
        if (type.TypeKind is TypeKind.Error)
        {
            return null;
        }

        if (!IsReachable(type))
        {
            Report(member, $"{TypeText.ForPeople(type)} is not accessible to generated code");
            return null;
        }

        if (JsonAttributes.Converter(type) is not null)
        {
            return JsonConverters.Of(type, type, this, member) is { } converter ? new JsonValueModel(name, converter) : null;
        }

        return JsonCollections.Includes(type)
            ? JsonCollections.Of(type, name, this, member)
            : JsonBuiltIns.Of(type, name, this, member) ?? JsonObjects.Of(type, name, this, member);
    }
}
