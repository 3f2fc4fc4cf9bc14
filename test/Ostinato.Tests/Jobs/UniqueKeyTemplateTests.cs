using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FsCheck.Fluent;

namespace Ostinato.Tests.Jobs;

public sealed class UniqueKeyTemplateTests
{
    private sealed record Reindex(string? Tenant, string? Region, int Level = 0);

    private sealed record Renamed([property: JsonPropertyName("tid")] Guid TenantId);

    [Fact]
    public void A_template_never_mistakes_one_payload_for_another()
    {
        Func<Reindex, string>[] keys =
        [
            Compile<Reindex>("{Tenant}/{Region}"), Compile<Reindex>("{Tenant}-{Region}"),
            Compile<Reindex>("{Tenant}{Region}"), Compile<Reindex>("t{Tenant}x{Region}"),
        ];

        Property.Holds(
            Gen.Two(from tenant in Property.Text.OrNull() from region in Property.Text.OrNull() select new Reindex(tenant, region)),
            pair => keys.All(key => (key(pair.Item1) == key(pair.Item2)) == (pair.Item1 == pair.Item2)));
    }

    [Fact]
    public void Properties_that_are_not_named_do_not_count()
    {
        var key = Compile<Reindex>("{Tenant}");

        key(new Reindex("a", "north", 1)).ShouldBe(key(new Reindex("a", "south", 2)));
    }

    [Fact]
    public void A_template_without_properties_is_one_key_for_all() =>
        Compile<Reindex>("everything")(new Reindex("a", "b")).ShouldBe("everything");

    [Fact]
    public void Names_are_found_in_any_case() =>
        Compile<Reindex>("{tenant}")(new Reindex("a", null)).ShouldBe(Compile<Reindex>("{Tenant}")(new Reindex("a", null)));

    [Fact]
    public void A_property_is_found_by_its_name_in_the_code_even_if_json_calls_it_otherwise()
    {
        var payload = new Renamed(Guid.NewGuid());

        Compile<Renamed>("{TenantId}")(payload).ShouldBe(UniqueKeyText.Of(payload.TenantId));
    }

    [Fact]
    public void A_property_that_does_not_exist_is_named_with_the_remedy() =>
        Should.Throw<OstinatoConfigurationException>(() => Compile<Reindex>("{Tenant}/{Regoin}")).Message.ShouldBe(
            "The unique key \"{Tenant}/{Regoin}\" of Reindex cannot be used: it has no property 'Regoin'. "
            + "Name public properties of the payload in braces.");

    [Fact]
    public void A_brace_that_is_not_closed_is_named() =>
        Should.Throw<OstinatoConfigurationException>(() => Compile<Reindex>("{Tenant")).Message.ShouldContain("a brace is not closed");

    private static Func<T, string> Compile<T>(string template) =>
        UniqueKeyTemplate.Compile(template, (JsonTypeInfo<T>)JsonSerializerOptions.Default.GetTypeInfo(typeof(T)));
}
