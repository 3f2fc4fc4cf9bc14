using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Ostinato.Privacy;

namespace Ostinato.Tests.Privacy;

/// <summary>The passes over JSON: what is sealed and hidden, and that nothing else is touched.</summary>
public sealed class MemberWalkTests
{
    private static readonly SealedIn Here = SealedIn.Payload("pay");

    private static readonly string[] Names = ["a", "b", "A/b", "~", "secret", "named", "$enc", "d", "ž\"", ""];

    private static readonly Gen<JsonNode?> Values = Value(depth: 4);

    [Fact]
    public void Whatever_is_sealed_is_opened_again_byte_for_byte() => Property.Holds(Values, value =>
    {
        var json = Bytes(value);
        var stored = Seal(json);
        return stored is null || Rewrite(stored, null, new OpenRule(Keys.Cipher("k"), Here)).AsSpan().SequenceEqual(json);
    });

    [Fact]
    public void Nothing_that_is_private_is_left_in_the_open() => Property.Holds(Values, value =>
    {
        var stored = Seal(Bytes(value));
        return stored is null || !HasPrivate(JsonNode.Parse(stored));
    });

    [Fact]
    public void What_is_hidden_is_hidden_whether_or_not_it_is_sealed() => Property.Holds(Values, value =>
    {
        var json = Bytes(value);
        return Seal(json) is not { } stored
            || (Text(Rewrite(stored, Marks, new HideRule([], showsEnvelopes: false))) is var shown
                && shown == Text(Rewrite(json, Marks, new HideRule([], showsEnvelopes: false)))
                && !HasPrivate(JsonNode.Parse(shown)));
    });

    [Fact]
    public void Everything_but_the_value_stays_as_it_is_written()
    {
        const string Json = """{ "n" : 1.0, "secret" : [ 1, 2 ] , "t":"ž\u0041" }""";

        var stored = Text(Seal(Encoding.UTF8.GetBytes(Json))!);

        stored.ShouldStartWith("""{ "n" : 1.0, "secret" : {"$enc":"k","d":""" + "\"");
        stored.ShouldEndWith("\"} , \"t\":\"ž\\u0041\" }");
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("-1.5e3")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[[1],{\"x\":null}]")]
    public void A_value_of_any_kind_is_sealed(string value)
    {
        var json = Encoding.UTF8.GetBytes($$"""{"secret":{{value}}}""");

        var stored = Seal(json)!;

        Envelope.MayBeIn(stored).ShouldBeTrue();
        Rewrite(stored, null, new OpenRule(Keys.Cipher("k"), Here)).ShouldBe(json);
    }

    [Fact]
    public void Two_values_of_one_payload_cannot_be_exchanged()
    {
        var stored = JsonNode.Parse(Seal("""{"secret":"one","a":{"secret":"two"}}"""u8.ToArray()))!;
        var (one, two) = (stored["secret"]!.DeepClone(), stored["a"]!["secret"]!.DeepClone());
        (stored["secret"], stored["a"]!["secret"]) = (two, one);

        var error = Should.Throw<JobEncryptionException>(() => Rewrite(Bytes(stored), null, new OpenRule(Keys.Cipher("k"), Here)));

        error.Message.ShouldContain("member '/secret' of the payload of job 'pay' cannot be decrypted with key 'k'");
    }

    [Fact]
    public void Elements_of_a_list_cannot_be_exchanged()
    {
        var stored = JsonNode.Parse(Seal("""{"a":[{"secret":1},{"secret":2}]}"""u8.ToArray()))!;
        stored["a"]!.AsArray().Add(stored["a"]![0]!.DeepClone());
        stored["a"]!.AsArray().RemoveAt(0);

        Should.Throw<JobEncryptionException>(() => Rewrite(Bytes(stored), null, new OpenRule(Keys.Cipher("k"), Here)))
            .Message.ShouldContain("'/a/0/secret'");
    }

    [Fact]
    public void A_value_that_looks_as_if_it_were_sealed_is_refused() =>
        Should.Throw<JobEncryptionException>(() => Seal("""{"a":{"$enc":"k","d":"AAAA"}}"""u8.ToArray(), refuses: true))
            .Message.ShouldContain("'/a' has the form in which encrypted values are stored");

    [Fact]
    public void Where_nothing_is_private_nothing_is_copied()
    {
        ReadOnlyMemory<byte> json = """{"a":[{"b":1}]}"""u8.ToArray();

        MemberWalk.Rewrite(json, Marks, new SealRule(Keys.Cipher("k"), Here, looksEverywhere: false)).ShouldBe(json);
        MemberWalk.Rewrite(json, null, new HideRule([], showsEnvelopes: false)).ShouldBe(json);
    }

    [Fact]
    public void Names_that_a_job_carries_are_hidden_at_any_depth() =>
        Text(Rewrite("""{"a":[{"Email":"x","b":{"email":[1]}}]}"""u8.ToArray(), null, new HideRule(["email"], showsEnvelopes: false)))
            .ShouldBe("""{"a":[{"Email":"[redacted]","b":{"email":"[redacted]"}}]}""");

    // In every object "secret" is encrypted and "named" is redacted.
    private static PrivateMembers Marks { get; } = EveryObject();

    private static PrivateMembers EveryObject()
    {
        var members = new PrivateMembers();
        members.Add("secret", new PrivateMember(Secrecy.Encrypted, null));
        members.Add("named", new PrivateMember(Secrecy.Redacted, null));
        members.Add("a", new PrivateMember(Secrecy.None, members));
        members.AddElements(members);
        members.Learn();
        members.Learn();
        return members;
    }

    // The strings of the open are empty, those below private names are plain: what of it is left is told by the word.
    private static Gen<JsonNode?> Value(int depth) => depth == 0
        ? Gen.Elements<Func<JsonNode?>>(() => "", () => 1, () => null, () => true).Select(make => make())
        : Gen.OneOf(Value(0), Few(Value(depth - 1)).Select(Array), Few(Gen.Elements(Names).Zip(Value(depth - 1))).Select(Object));

    private static Gen<T[]> Few<T>(Gen<T> items) => from count in Gen.Choose(0, 5) from few in items.ArrayOf(count) select few;

    private static JsonNode? Array(JsonNode?[] elements) => new JsonArray([.. elements.Select(node => node?.DeepClone())]);

    private static JsonNode? Object((string Name, JsonNode? Value)[] members)
    {
        var made = new JsonObject();
        foreach (var (name, value) in members)
        {
            made[name] = name is "secret" or "named" ? $"plain {value?.ToJsonString()}" : value?.DeepClone();
        }

        return made;
    }

    private static bool HasPrivate(JsonNode? node) => node switch
    {
        JsonArray array => array.Any(HasPrivate),
        JsonObject members => members.Any(member => (member.Key == "secret" && IsPlain(member.Value)) || HasPrivate(member.Value)),
        _ => false,
    };

    private static bool IsPlain(JsonNode? value) => value?.ToJsonString().Contains("plain", StringComparison.Ordinal) == true;

    private static byte[] Bytes(JsonNode? node) => JsonSerializer.SerializeToUtf8Bytes(node, Relaxed);

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Null where the value itself looks as if it were sealed, which is refused.
    private static byte[]? Seal(byte[] json, bool refuses = false)
    {
        try
        {
            return Rewrite(json, Marks, new SealRule(Keys.Cipher("k"), Here, Envelope.MayBeIn(json)));
        }
        catch (JobEncryptionException) when (!refuses)
        {
            return null;
        }
    }

    private static byte[] Rewrite(byte[] json, PrivateMembers? members, MemberRule rule) => MemberWalk.Rewrite(json, members, rule).ToArray();

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);
}
