using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ostinato.Testing;

/// <summary>The kinds of values, and for each what may be stored of it: the outermost, the longest, the oddest.</summary>
internal static class ValueKinds
{
    /// <summary>Whatever a converter of the user's own writes.</summary>
    public const string Custom = "custom";

    /// <summary>Text.</summary>
    public const string Text = "string";

    private const string Any = "any";

    private static readonly Dictionary<Type, string> OfTypes = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "int16",
        [typeof(ushort)] = "uint16",
        [typeof(int)] = "int32",
        [typeof(uint)] = "uint32",
        [typeof(long)] = "int64",
        [typeof(ulong)] = "uint64",
        [typeof(Int128)] = "int128",
        [typeof(UInt128)] = "uint128",
        [typeof(Half)] = "half",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(char)] = "char",
        [typeof(string)] = Text,
        [typeof(DateTime)] = "dateTime",
        [typeof(DateTimeOffset)] = "dateTimeOffset",
        [typeof(DateOnly)] = "date",
        [typeof(TimeOnly)] = "time",
        [typeof(TimeSpan)] = "duration",
        [typeof(Guid)] = "guid",
        [typeof(Uri)] = "uri",
        [typeof(Version)] = "version",
        [typeof(byte[])] = "base64",
        [typeof(Memory<byte>)] = "base64",
        [typeof(ReadOnlyMemory<byte>)] = "base64",
        [typeof(JobId)] = "jobId",
        [typeof(object)] = Any,
        [typeof(JsonElement)] = Any,
        [typeof(JsonDocument)] = Any,
        [typeof(JsonNode)] = Any,
        [typeof(JsonValue)] = Any,
        [typeof(JsonObject)] = "object",
        [typeof(JsonArray)] = "array",
    };

    private static readonly Dictionary<string, string[]> OfKinds = new(StringComparer.Ordinal)
    {
        ["bool"] = ["true", "false"],
        ["byte"] = ["0", "255"],
        ["sbyte"] = ["-128", "127"],
        ["int16"] = ["-32768", "32767"],
        ["uint16"] = ["0", "65535"],
        ["int32"] = ["-2147483648", "2147483647"],
        ["uint32"] = ["0", "4294967295"],
        ["int64"] = ["-9223372036854775808", "9223372036854775807"],
        ["uint64"] = ["0", "18446744073709551615"],
        ["int128"] = ["-170141183460469231731687303715884105728", "170141183460469231731687303715884105727"],
        ["uint128"] = ["0", "340282366920938463463374607431768211455"],
        ["half"] = ["0.3333", "-65500"],
        ["float"] = ["0.33333334", "-3.4028235E+38"],
        ["double"] = ["0.3333333333333333", "-1.7976931348623157E+308"],
        ["decimal"] = ["0.3333333333333333333333333333", "-79228162514264337593543950335"],
        ["char"] = ["\"x\"", "\"ž\""],
        [Text] = ["\"text\"", "\"\"", "\"12\"", "\"http://\"", "\"Žemė 🎼\""],
        ["dateTime"] = ["\"2026-02-28T23:59:58.1234567\"", "\"2026-02-28T23:59:58Z\"", "\"0001-01-01T00:00:00\""],
        ["dateTimeOffset"] = ["\"2026-02-28T23:59:58.1234567+02:00\"", "\"2026-02-28T23:59:58+00:00\""],
        ["date"] = ["\"2026-02-28\""],
        ["time"] = ["\"23:59:58.1234567\"", "\"00:00:00\""],
        ["duration"] = ["\"1.02:03:04.5670000\"", "\"-00:00:01\""],
        ["guid"] = ["\"3f0c7f0e-7f0a-4a51-9d5c-6f1f1f6c2b11\""],
        ["uri"] = ["\"https://example.org/?q=1\"", "\"relative/path\""],
        ["version"] = ["\"1.2.3.4\"", "\"1.2\""],
        ["base64"] = ["\"AAH/\"", "\"\""],
        ["jobId"] = ["\"42\"", "\"01J8-text\""],
        [Any] = ["1.5", "\"text\"", "true", """{ "k": [1, null] }""", "[1, \"two\"]"],
        ["object"] = ["""{ "k": [1, null] }""", "{}"],
        ["array"] = ["[1, \"two\", {}]", "[]"],
        [Custom] = [],
    };

    public static string? Of(Type type) => OfTypes.GetValueOrDefault(type);

    public static bool IsKnown(string kind) => OfKinds.ContainsKey(kind);

    /// <summary>What may be stored of a kind; nothing where nobody can tell.</summary>
    public static IEnumerable<JsonNode> Stored(string kind) =>
        OfKinds.GetValueOrDefault(kind, []).Select(json => JsonNode.Parse(json)!);
}
