using Ostinato.Generators.Tests.Support;
using Ostinato.Privacy;

namespace Ostinato.Generators.Tests.RoundTrips;

/// <summary>Private members are the same whether the generator or reflection finds them.</summary>
public sealed class PrivacyTests
{
    [Fact]
    public void Generated_metadata_knows_what_is_private()
    {
        foreach (var definition in new[] { Generated.Of(typeof(Private)), ByHand.Define(typeof(Private)) })
        {
            var members = definition.Privacy.Payload!;

            members.NamesOf(Secrecy.Encrypted).ShouldBe(["card", "cvc"]);
            definition.Privacy.RedactedNames.ShouldBe(["email", "street"]);
            members.Find("others").Inside!.Elements!.Find("owner").Inside!.Find("cvc").Secrecy.ShouldBe(Secrecy.Encrypted);
            members.Find("home").Inside!.Find("town").Secrecy.ShouldBe(Secrecy.None);
        }
    }

    [Fact]
    public void No_other_payload_has_anything_private() =>
        Generated.Definitions.Where(definition => definition.Privacy.Payload is not null).ShouldHaveSingleItem();
}
