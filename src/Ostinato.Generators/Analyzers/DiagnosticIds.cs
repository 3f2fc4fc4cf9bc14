namespace Ostinato.Generators;

/// <summary>The ids of the diagnostics. Each has a page in docs/diagnostics.</summary>
internal static class DiagnosticIds
{
    public const string DuplicateWireName = "OST001";
    public const string MissingWireName = "OST002";
    public const string InvalidWireName = "OST003";
    public const string MissingHandler = "OST004";
    public const string SeveralHandlers = "OST005";
    public const string InvalidDuration = "OST006";
    public const string OutOfRange = "OST007";
    public const string InvalidUniqueKey = "OST008";
    public const string AsyncVoid = "OST009";
    public const string TokenNotForwarded = "OST010";
    public const string NotAPayload = "OST011";
    public const string UnsupportedJson = "OST012";
    public const string UnknownToContext = "OST013";
    public const string Unreachable = "OST014";
    public const string WrongResult = "OST015";
    public const string MissingUpcaster = "OST016";
    public const string InvalidUpcaster = "OST017";
    public const string UselessUpcaster = "OST018";
    public const string EncryptedKey = "OST020";
    public const string MarkWithoutEffect = "OST021";
    public const string InvalidCron = "OST023";
    public const string NeverFires = "OST024";
    public const string ImpossibleZone = "OST025";
}
