using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Diagnostics;

public sealed class JsonContextTests
{
    [Fact]
    public Task A_payload_with_a_context_of_its_own_can_be_anything() => $$"""
        [assembly: JobContracts]

        [Job("a", JsonContext = typeof(MyJson))]
        public sealed record Payload(object Anything) : IJobResult<object>;

        {{Context("[JsonSerializable(typeof(Payload)), JsonSerializable(typeof(object))]")}}
        """.ShouldReportNothing();

    [Fact]
    public async Task A_context_that_does_not_list_the_payload_is_an_error()
    {
        var messages = await $$"""
            [assembly: JobContracts]

            [Job("a", JsonContext = {|OST013:typeof(MyJson)|})]
            public sealed record Payload(object Anything);

            [Job("b", JsonContext = {|OST013:typeof(Version)|})]
            public sealed record Other;

            {{Context("[JsonSerializable(typeof(Other))]")}}
            """.ShouldReport();

        messages.ShouldBe([
            "MyJson cannot write Payload. Make it a JsonSerializerContext that is marked with [JsonSerializable(typeof(Payload))].",
            "Version cannot write Other. Make it a JsonSerializerContext that is marked with [JsonSerializable(typeof(Other))].",
        ]);
    }

    [Fact]
    public async Task A_context_out_of_reach_of_generated_code_is_an_error()
    {
        var messages = await """
            [assembly: JobContracts]

            [Job("a", JsonContext = {|OST013:typeof(Json)|})]
            public sealed partial record Payload(object Anything)
            {
                [JsonSerializable(typeof(Payload))]
                private sealed class Json() : JsonSerializerContext(null)
                {
                    protected override JsonSerializerOptions? GeneratedSerializerOptions => null;

                    public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
                }
            }

            [Job("b", JsonContext = {|OST013:typeof(LocalJson)|})]
            public sealed record Other;

            [JsonSerializable(typeof(Other))]
            file sealed class LocalJson() : JsonSerializerContext(null)
            {
                protected override JsonSerializerOptions? GeneratedSerializerOptions => null;

                public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
            }
            """.ShouldReport();

        messages[0].ShouldBe("Payload.Json cannot write Payload. "
            + "Make it internal or public, for generated code does not reach into the type or file that holds it.");
    }

    /// <summary>What a user writes; its other half comes from another generator, which does not run in these tests.</summary>
    private static string Context(string attributes) => $$"""
        {{attributes}}
        public sealed partial class MyJson : JsonSerializerContext
        {
            public MyJson() : base(null) { }
        }
        """;
}
