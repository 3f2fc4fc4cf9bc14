using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Ostinato.Tests.Jobs.Versions;

/// <summary>Payloads of older versions are read as what they have become.</summary>
public sealed class UpcastTests
{
    private static readonly JobUpcaster NamesTheDocument = JobUpcaster.From(1, payload => payload.Rename("doc", "documentId"));
    private static readonly JobUpcaster AddsResolution = JobUpcaster.From(2, payload => payload["dpi"] = 300);

    [Fact]
    public void A_payload_goes_through_every_version_between() =>
        Read(1, """{"doc":"a"}""", NamesTheDocument, AddsResolution).ShouldBe(new Render("a", 300));

    [Fact]
    public void A_payload_goes_through_none_that_it_has_behind_it() =>
        Read(2, """{"documentId":"a","doc":"b"}""", NamesTheDocument, AddsResolution).ShouldBe(new Render("a", 300));

    [Fact]
    public void A_payload_of_the_current_version_is_left_alone() =>
        Read(3, """{"documentId":"a","dpi":72}""", NamesTheDocument, AddsResolution).ShouldBe(new Render("a", 72));

    [Fact]
    public void Members_are_found_without_regard_to_case_as_when_payloads_are_read() =>
        Read(1, """{"DOC":"ä 😀"}""", NamesTheDocument, AddsResolution).ShouldBe(new Render("ä 😀", 300));

    [Fact]
    public void What_an_upcaster_throws_is_told_with_its_name_the_version_and_the_job()
    {
        var broken = JobUpcaster.From(2, _ => throw new InvalidOperationException("no such thing"), "Render.FromVersion2");

        var error = Should.Throw<UpcastException>(() => Read(1, "{}", NamesTheDocument, broken));

        error.Message.ShouldBe(
            "the upcaster from version 2 of 'render' (Render.FromVersion2) failed with InvalidOperationException: no such thing");
    }

    [Fact]
    public void An_upcaster_that_makes_no_payload_of_it_is_told()
    {
        var forgetful = JobUpcaster.From(2, payload => payload.Clear());

        Should.Throw<UpcastException>(() => Read(1, """{"doc":"a"}""", NamesTheDocument, forgetful)).Message
            .ShouldStartWith("what the upcasters made of version 1 of 'render' is no payload of version 3: JSON deserialization for type");
    }

    [Fact]
    public void A_member_that_an_upcaster_sets_to_null_is_told()
    {
        var careless = JobUpcaster.From(2, payload => (payload["documentId"], payload["dpi"]) = (null, 1));

        Should.Throw<UpcastException>(() => Read(1, """{"doc":"a"}""", NamesTheDocument, careless)).Message
            .ShouldContain("documentId");
    }

    [Fact]
    public void What_is_no_object_cannot_be_upcast() => Should.Throw<UpcastException>(() => Read(1, "[1]", NamesTheDocument, AddsResolution))
        .Message.ShouldBe("version 1 of 'render' is stored as something else than a JSON object, which cannot be upcast");

    [Fact]
    public void What_is_torn_cannot_be_upcast() =>
        Should.Throw<JsonException>(() => Read(1, """{"doc":""", NamesTheDocument, AddsResolution));

    [Fact]
    public void A_member_that_is_renamed_does_not_cover_another()
    {
        var payload = JsonNode.Parse("""{"a":1,"b":2}""")!.AsObject();

        Should.Throw<ArgumentException>(() => payload.Rename("a", "b")).Message.ShouldStartWith("Member 'a' cannot be renamed");
        payload.Rename("nothing", "c").ShouldBeFalse();
        payload.Rename("a", "c").ShouldBeTrue();
        payload.ToJsonString().ShouldBe("""{"b":2,"c":1}""");
    }

    [Fact]
    public void An_upcaster_is_called_what_code_calls_it()
    {
        NamesTheDocument.Name.ShouldBe("""payload => payload.Rename("doc", "documentId")""");
        JobUpcaster.From(1, Render.FromNothing).Name.ShouldBe("Render.FromNothing");
    }

    private static object Read(int version, string payload, params JobUpcaster[] upcasters) => new JobDefinition<Render>(
        "render", (JsonTypeInfo<Render>)JobJson.Options(new DefaultJsonTypeInfoResolver()).GetTypeInfo(typeof(Render)))
    {
        Version = 3,
        Upcasters = upcasters,
    }.Read(version, Encoding.UTF8.GetBytes(payload));

    private sealed record Render(string DocumentId, int Dpi)
    {
        public static void FromNothing(JsonObject payload) => payload.Clear();
    }
}
