namespace Ostinato.Generators;

/// <summary>How one type is written and read as JSON.</summary>
/// <param name="Type">The full name, as code writes it, without nullable annotations.</param>
internal abstract record JsonTypeModel(string Type);

/// <summary>A type with a converter of System.Text.Json.</summary>
/// <param name="Converter">The expression of the converter; <c>options</c> is in scope.</param>
internal sealed record JsonValueModel(string Type, string Converter) : JsonTypeModel(Type);

/// <summary>A list, set or dictionary.</summary>
/// <param name="Factory">The method of <c>JsonMetadataServices</c> with its type arguments.</param>
/// <param name="Creator">The expression of an empty one, or null.</param>
/// <param name="CreateRange">For immutable collections, the method that fills one.</param>
internal sealed record JsonCollectionModel(string Type, string Factory, string? Creator, string? CreateRange) : JsonTypeModel(Type);

/// <summary>A class, struct or record.</summary>
/// <param name="Creator">How an instance is made.</param>
internal sealed record JsonObjectModel(
    string Type,
    JsonCreatorModel Creator,
    EquatableArray<JsonParameterModel> Parameters,
    EquatableArray<JsonPropertyModel> Properties) : JsonTypeModel(Type)
{
    public bool IsStruct { get; init; }
}

/// <summary>How an instance is made.</summary>
/// <param name="Accessor">Set where the constructor cannot be called by name: it is private, or the type has required members.</param>
/// <param name="IsDefault">A struct without a constructor of its own.</param>
internal sealed record JsonCreatorModel(AccessorModel? Accessor, bool IsDefault);

/// <param name="Default">The literal of its default value, or null.</param>
internal sealed record JsonParameterModel(string Name, string Type, string? Default, bool IsNullable);

/// <summary>One property of an object.</summary>
/// <param name="Name">The name in C#.</param>
internal sealed record JsonPropertyModel(string Name, string Type, string Owner)
{
    public string? JsonName { get; init; }

    public string? Converter { get; init; }

    public bool CanRead { get; init; }

    public JsonSetter Setter { get; init; }

    /// <summary>The way to a setter that may only be called while an object is made.</summary>
    public AccessorModel? Accessor { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Whether the property may be null when it is written.</summary>
    public bool IsGetNullable { get; init; }

    /// <summary>Whether null may be read into the property.</summary>
    public bool IsSetNullable { get; init; }

    public string? IgnoreCondition { get; init; }

    public int Order { get; init; }

    /// <summary>How the member is kept from others: <c>Encrypted</c>, <c>Redacted</c>, or null.</summary>
    public string? Privacy { get; init; }
}

internal enum JsonSetter
{
    /// <summary>It is read only, or set by the constructor.</summary>
    None,

    /// <summary>It can be assigned.</summary>
    Assign,

    /// <summary>It is init-only and set by way of an accessor.</summary>
    Accessor,
}

/// <summary>A member that code cannot call by its name, and its signature as its own type declares it.</summary>
/// <param name="TypeParameters">Those of the declaring type, such as <c>&lt;T0&gt;</c>, or nothing.</param>
/// <param name="TypeArguments">What stands for them here, such as <c>&lt;int&gt;</c>.</param>
/// <param name="Constraints">The <c>where</c> clauses of the type parameters.</param>
/// <param name="Signature">The parameters and their types; for a constructor, the types of its parameters.</param>
internal sealed record AccessorModel(
    string TypeParameters, string TypeArguments, string Constraints, string ReturnType, string Signature);
