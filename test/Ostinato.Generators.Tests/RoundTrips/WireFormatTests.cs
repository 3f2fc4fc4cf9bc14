using System.Text.Json;
using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.RoundTrips;

/// <summary>The wire format is for ever: what a payload of an older or a newer version may look like, and what it must not.</summary>
public sealed class WireFormatTests
{
    [Fact]
    public void The_json_of_every_example() => string.Join("\n", Examples.All.Select(Describe)).ShouldMatchSnapshot();

    [Fact]
    public void A_property_that_the_json_does_not_mention_keeps_its_default()
    {
        var payload = Generated.Read<DemandingRecord>("""{"number":1,"name":"n"}""");

        payload.Remark.ShouldBe("none");
    }

    [Fact]
    public void A_constructor_parameter_that_the_json_does_not_mention_takes_its_default() =>
        Generated.Read<Simple>("""{"number":1,"text":"t"}""").Locale.ShouldBe("en");

    [Fact]
    public void A_property_of_a_newer_version_is_skipped() =>
        Generated.Read<Simple>("""{"number":1,"text":"t","added":{"later":[1,2]}}""").Number.ShouldBe(1);

    [Fact]
    public void Names_are_read_without_regard_to_case() =>
        Generated.Read<Simple>("""{"NUMBER":1,"Text":"t"}""").ShouldBe(new Simple(1, "t"));

    [Theory]
    [InlineData("""{"text":"t"}""")]
    [InlineData("""{"number":"1","text":"t"}""")]
    [InlineData("""{"number":1,"text":null}""")]
    [InlineData("""{"number":1.5,"text":"t"}""")]
    [InlineData("""{"number":1,"text":"t",}""")]
    [InlineData("""null""")]
    [InlineData("""[]""")]
    [InlineData("")]
    public void Json_that_does_not_fit_is_refused(string json) => Should.Throw<JsonException>(() => Generated.Read<Simple>(json));

    [Fact]
    public void Text_of_every_plane_comes_back_as_it_was()
    {
        var planes = Enumerable.Range(0, 17).Select(plane => char.ConvertFromUtf32((plane << 16) + 0xE123));
        var text = string.Concat(planes) + "<&>'\"\\\0\u001F\u2028";

        Generated.Read<Simple>(Generated.Write(new Simple(1, text))).Text.ShouldBe(text);
    }

    [Fact]
    public void Text_is_stored_as_a_person_would_read_it() =>
        Generated.Write(new KeyOfText("Žiema & 冬", null)).ShouldBe("""{"tenant":"Žiema & 冬","region":null}""");

    [Fact]
    public void Null_where_the_type_says_never_is_not_written() =>
        Should.Throw<JsonException>(() => Generated.Write(new Simple(1, null!)));

    private static string Describe(object example) => $"{Generated.Of(example.GetType()).Name}\n{Generated.Write(example)}\n";
}
