using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Diagnostics;

public sealed class JsonFieldTests
{
    [Fact]
    public async Task A_public_field_is_an_error()
    {
        var messages = await """
            [assembly: JobContracts]

            public class Base
            {
                public int {|OST012:Inherited|};
            }

            [Job("a")]
            public sealed class Payload : Base
            {
                public required int {|OST012:Required|};

                public readonly int {|OST012:Fixed|} = 1;

                [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
                public int {|OST012:Sometimes|};

                public Part Part { get; set; }
            }

            public struct Part
            {
                public int {|OST012:Deep|};
            }
            """.ShouldReport();

        messages.ShouldContain("Payload.Required of Payload cannot be written as JSON: it is a field, and fields are lost; "
            + "make it a property. Change it, mark it with [JsonIgnore], or name a JsonSerializerContext of your own as "
            + "JsonContext of [Job].");
    }

    [Fact]
    public Task A_field_that_nobody_expects_in_the_JSON_is_fine() => """
        [assembly: JobContracts]

        [Job("a")]
        public sealed class Payload
        {
            public const int Constant = 1;

            public static readonly Payload Example = new() { Ignored = 1 };

            [JsonIgnore]
            public required int Ignored;

            internal int Internal;

            private readonly int _private = 1;

            public int Sum => _private + Internal;
        }
        """.ShouldReportNothing();
}
