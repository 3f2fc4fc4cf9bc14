using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ostinato.Generators.Tests.RoundTrips;

public sealed class JobJsonTests
{
    private static readonly JsonSerializerOptions Options = JobJson.Options(new DefaultJsonTypeInfoResolver());

    [Fact]
    public void A_context_without_the_type_says_what_to_add() =>
        Should.Throw<OstinatoConfigurationException>(() => JobJson.From<Simple>(OwnJson.Default))
            .Message.ShouldBe("OwnJson does not know Simple. Mark the context with [JsonSerializable(typeof(Simple))].");

    [Fact]
    public void A_converter_of_another_type_says_what_to_name() =>
        Should.Throw<OstinatoConfigurationException>(() => JobJsonConverter.Of<int>(new DegreesConverter(), Options))
            .Message.ShouldBe("DegreesConverter does not convert System.Int32. Name a JsonConverter<Int32> in [JsonConverter].");

    [Fact]
    public void A_factory_makes_the_converter() =>
        JobJsonConverter.Of<Color>(new JsonStringEnumConverter<Color>(), Options).ShouldBeAssignableTo<JsonConverter<Color>>();

    [Fact]
    public void A_converter_of_the_value_serves_the_nullable_value() =>
        JobJsonConverter.OfNullable<Degrees>(new DegreesConverter(), Options).ShouldBeAssignableTo<JsonConverter<Degrees?>>();

    [Fact]
    public void A_converter_of_the_nullable_value_is_used_as_it_is()
    {
        var converter = new MaybeDegreesConverter();

        JobJsonConverter.OfNullable<Degrees>(converter, Options).ShouldBeSameAs(converter);
    }

    private sealed class MaybeDegreesConverter : JsonConverter<Degrees?>
    {
        public override Degrees? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => null;

        public override void Write(Utf8JsonWriter writer, Degrees? value, JsonSerializerOptions options) => writer.WriteNullValue();
    }
}
