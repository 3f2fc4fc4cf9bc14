namespace Ostinato.Generators;

/// <summary>What OST002 hands to its code fix, in the properties of the diagnostic.</summary>
internal static class MissingWireName
{
    /// <summary>The documentation id of the payload.</summary>
    public const string Payload = "payload";

    /// <summary>The name to propose.</summary>
    public const string Name = "name";
}
