using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ostinato.Privacy;

namespace Ostinato.Tests.Privacy;

/// <summary>Private members are found in whatever metadata a payload has.</summary>
public sealed partial class PrivateMembersTests
{
    private static readonly JsonSerializerOptions Reflection = JobJson.Options(new DefaultJsonTypeInfoResolver());

    private static readonly JsonSerializerOptions Source = JobJson.Options(Context.Default);

    public static TheoryData<bool> ReflectionOrSource => [true, false];

    [Theory, MemberData(nameof(ReflectionOrSource))]
    public void Marks_stand_at_properties_and_at_parameters_of_records(bool reflection)
    {
        var members = Of<Payment>(reflection)!;

        members.Find("card").Secrecy.ShouldBe(Secrecy.Encrypted);
        members.Find("CARD").Secrecy.ShouldBe(Secrecy.Encrypted, "payloads are read without regard to case");
        members.Find("renamed").Secrecy.ShouldBe(Secrecy.Encrypted);
        members.Find("email").Secrecy.ShouldBe(Secrecy.Redacted);
        members.Find("amount").ShouldBe(default);
        members.NamesOf(Secrecy.Encrypted).ShouldBe(["card", "renamed"]);
    }

    [Theory, MemberData(nameof(ReflectionOrSource))]
    public void Marks_are_found_inside_of_objects_lists_dictionaries_and_nullable_structs(bool reflection)
    {
        var members = Of<Nested>(reflection)!;

        (members.HoldsAny, members.HoldsEncrypted).ShouldBe((true, true));
        members.Find("one").Inside!.Find("card").Secrecy.ShouldBe(Secrecy.Encrypted);
        members.Find("many").Inside!.Elements!.Find("card").Secrecy.ShouldBe(Secrecy.Encrypted);
        members.Find("deep").Inside!.Elements!.Elements!.Find("card").Secrecy.ShouldBe(Secrecy.Encrypted);
        members.Find("byName").Inside!.Elements!.Find("card").Secrecy.ShouldBe(Secrecy.Encrypted);
        members.Find("maybe").Inside!.Find("pin").Secrecy.ShouldBe(Secrecy.Encrypted);
        (members.Find("open").Inside?.HoldsAny ?? false).ShouldBeFalse();
    }

    [Theory, MemberData(nameof(ReflectionOrSource))]
    public void Types_that_contain_themselves_are_private_at_any_depth(bool reflection)
    {
        var members = Of<Tree>(reflection);
        for (var depth = 0; depth < 10; depth++)
        {
            members!.Find("label").Secrecy.ShouldBe(Secrecy.Redacted);
            members = members.Find("children").Inside!.Elements;
        }

        (members!.HoldsAny, members.HoldsEncrypted).ShouldBe((true, false));
    }

    [Theory, MemberData(nameof(ReflectionOrSource))]
    public void What_any_of_several_types_hides_is_hidden(bool reflection)
    {
        var members = Of<Shop>(reflection)!.Find("means").Inside!;

        members.Find("number").Secrecy.ShouldBe(Secrecy.Encrypted);
        members.Find("holder").Secrecy.ShouldBe(Secrecy.Redacted);
        members.Find("inside").Inside!.Find("card").Secrecy.ShouldBe(Secrecy.Encrypted);
        members.Find("inside").Inside!.Find("pin").Secrecy.ShouldBe(Secrecy.Encrypted);
    }

    [Theory, MemberData(nameof(ReflectionOrSource))]
    public void A_mark_on_what_is_overridden_counts(bool reflection) =>
        Of<Derived>(reflection)!.Find("secret").Secrecy.ShouldBe(Secrecy.Encrypted);

    [Theory, MemberData(nameof(ReflectionOrSource))]
    public void Where_nothing_is_marked_there_is_nothing(bool reflection) => Of<Open>(reflection).ShouldBeNull();

    [Fact]
    public void A_member_that_takes_what_nobody_knows_cannot_be_private() =>
        Should.Throw<OstinatoConfigurationException>(() => Of<Rest>(reflection: true)).Message.ShouldContain("Rest.more");

    [Fact]
    public void A_definition_without_private_members_shares_what_it_knows_with_all_others() =>
        new JobDefinition<Open>("a", Json<Open>(true)).Privacy.ShouldBeSameAs(new JobDefinition<Tiny>("b", Json<Tiny>(true)).Privacy);

    private static PrivateMembers? Of<T>(bool reflection) => PrivateMembers.Of(Json<T>(reflection));

    private static JsonTypeInfo<T> Json<T>(bool reflection) => (JsonTypeInfo<T>)(reflection ? Reflection : Source).GetTypeInfo(typeof(T));

    internal sealed record Payment([Encrypted] string Card, decimal Amount, [property: Redacted] string Email)
    {
        [Encrypted, JsonPropertyName("renamed")]
        public int? Cvc { get; init; }
    }

    internal sealed record Nested(
        Payment One, List<Payment> Many, Payment[][] Deep, Dictionary<string, Payment> ByName, Open Open, [property: JsonPropertyName("maybe")] PinLike? Maybe);

    internal readonly record struct PinLike([property: Encrypted] int Pin);

    internal sealed record Open(string Text, Tiny? Tiny, Uri? Link);

    internal sealed record Tiny(int Number);

    internal sealed record Tree([Redacted] string Label, Tree[] Children);

    internal sealed record Shop(Means Means);

    [JsonDerivedType(typeof(Card), "card"), JsonDerivedType(typeof(Account), "account")]
    internal abstract record Means;

    internal sealed record Card([Encrypted] string Number, Payment Inside) : Means;

    internal sealed record Account(string Number, [Redacted] string Holder, PinLike Inside) : Means;

    internal abstract class Base
    {
        [Encrypted]
        public abstract string Secret { get; set; }
    }

    internal sealed class Derived : Base
    {
        public override string Secret { get; set; } = "";
    }

    internal sealed class Rest
    {
        [Encrypted, JsonExtensionData, JsonPropertyName("more")]
        public Dictionary<string, JsonElement> More { get; set; } = [];
    }

    [JsonSerializable(typeof(Payment)), JsonSerializable(typeof(Nested)), JsonSerializable(typeof(Open)), JsonSerializable(typeof(Tree))]
    [JsonSerializable(typeof(Shop)), JsonSerializable(typeof(Derived))]
    internal sealed partial class Context : JsonSerializerContext;
}
