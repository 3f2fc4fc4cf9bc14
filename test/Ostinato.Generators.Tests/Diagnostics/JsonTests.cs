using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Diagnostics;

public sealed class JsonTests
{
    [Theory]
    [InlineData("Stream", "Stream is abstract")]
    [InlineData("object", "object does not say what it holds; name the type, or use JsonElement")]
    [InlineData("Action", "Action is not a type of data")]
    [InlineData("IDisposable", "IDisposable is not a type of data")]
    [InlineData("(int A, int B)", "(int A, int B) is a tuple, whose names are not kept; use a record")]
    [InlineData("int[,]", "int[,] is not a type of data")]
    [InlineData("MemoryStream", "MemoryStream is not a type that the generator knows")]
    [InlineData("List<Stream>", "Stream is abstract")]
    [InlineData("Dictionary<byte[], int>", "byte[] cannot be the key of a dictionary")]
    [InlineData("Stack<int>", "Stack<int> is not a type that the generator knows")]
    [InlineData("Tags", "Tags is a collection of its own kind; use List<T>, an array or a Dictionary<TKey, TValue>")]
    [InlineData("Shape", "Shape is abstract")]
    [InlineData("Choice", "Choice has several constructors that could be meant; mark one with [JsonConstructor]")]
    [InlineData("Closed", "Closed has no public constructor; add one, or mark one with [JsonConstructor]")]
    [InlineData("Strict", "[JsonUnmappedMemberHandling] on Strict is not supported")]
    public async Task A_member_that_is_no_data_is_an_error(string type, string reason)
    {
        var messages = await $$"""
            [assembly: JobContracts]

            [Job("a")]
            public sealed record Payload
            {
                public int Fine { get; init; }

                public {{type}} {|OST012:Member|} { get; init; } = default!;
            }

            public sealed class Tags : List<string>;

            public abstract class Shape;

            public sealed class Choice
            {
                public Choice(int a) => A = a;

                public Choice(int a, int b) => A = a + b;

                public int A { get; }
            }

            public sealed class Closed
            {
                private Closed() { }
            }

            [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
            public sealed class Strict;
            """.ShouldReport();

        messages.ShouldBe([
            $"Payload.Member of Payload cannot be written as JSON: {reason}. "
                + "Change it, mark it with [JsonIgnore], or name a JsonSerializerContext of your own as JsonContext of [Job].",
        ]);
    }

    [Fact]
    public async Task A_member_deep_inside_is_named()
    {
        var messages = await """
            [assembly: JobContracts]

            [Job("a")]
            public sealed record Payload(List<Order> Orders);

            public sealed record Order(Dictionary<string, Line> Lines);

            public sealed record Line(object {|OST012:Anything|});
            """.ShouldReport();

        messages.ShouldHaveSingleItem().ShouldStartWith("Line.Anything of Payload cannot be written as JSON: object does not say");
    }

    [Fact]
    public async Task A_value_that_would_not_be_read_back_is_an_error()
    {
        var messages = await """
            [assembly: JobContracts]

            [Job("a")]
            public sealed class Payload
            {
                public List<int> {|OST012:Items|} { get; } = [];

                public int {|OST012:Number|} { get; private set; }

                public int Double => Number * 2;
            }
            """.ShouldReport();

        messages[0].ShouldStartWith("Payload.Items of Payload cannot be written as JSON: it would be written but never read back; "
            + "give it a public setter or init accessor, or a constructor parameter.");
    }

    [Fact]
    public async Task A_constructor_parameter_without_a_property_is_an_error()
    {
        var messages = await """
            [assembly: JobContracts]

            [Job("a")]
            public sealed class Payload(int number, string {|OST012:text|}, long {|OST012:other|})
            {
                public int Number => number;

                public int Other => (int)other + text.Length;
            }
            """.ShouldReport();

        messages[0].ShouldStartWith("Payload(text) of Payload cannot be written as JSON: "
            + "no public property has the name and the type of this constructor parameter.");
    }

    [Fact]
    public Task A_member_that_is_left_out_when_written_must_have_a_default() => """
        [assembly: JobContracts]

        [Job("a")]
        public sealed record Payload(
            [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? {|OST012:Without|},
            [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? With = null);
        """.ShouldReport();

    [Fact]
    public Task Attributes_that_the_generator_does_not_follow_are_errors() => """
        [assembly: JobContracts]

        [Job("a")]
        public sealed class Payload
        {
            [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
            public int {|OST012:Number|} { get; set; }

            [JsonExtensionData]
            public Dictionary<string, JsonElement>? {|OST012:Rest|} { get; set; }

            [JsonInclude]
            internal int {|OST012:Internal|} { get; set; }

            [JsonInclude]
            public int {|OST012:Field|};

            [JsonConverter(typeof(JsonStringEnumConverter))]
            public DayOfWeek {|OST012:Day|} { get; set; }
        }
        """.ShouldReport();

    [Fact]
    public Task Two_members_of_one_name_are_an_error() => """
        [assembly: JobContracts]

        [Job("a")]
        public sealed class Payload
        {
            public int Name { get; set; }

            [JsonPropertyName("name")]
            public int {|OST012:Other|} { get; set; }
        }
        """.ShouldReport();

    [Fact]
    public Task A_result_that_cannot_be_written_is_an_error() => """
        [Job({|OST012:"a"|})]
        public sealed record Promised : IJobResult<Stream>;

        [Job("b")]
        public sealed record Plain;

        public sealed class PromisedHandler : IJobHandler<Promised, Stream>
        {
            public Task<Stream> HandleAsync(Promised job, JobContext context, CancellationToken ct) => Task.FromResult(Stream.Null);
        }

        public sealed class {|OST012:PlainHandler|} : IJobHandler<Plain, object>
        {
            public Task<object> HandleAsync(Plain job, JobContext context, CancellationToken ct) => throw new NotSupportedException();
        }
        """.ShouldReport();

    [Fact]
    public Task An_ignored_member_can_be_anything() => """
        [assembly: JobContracts]

        [Job("a")]
        public sealed class Payload
        {
            [JsonIgnore]
            public Stream? Stream { get; set; }
        }
        """.ShouldReportNothing();
}
