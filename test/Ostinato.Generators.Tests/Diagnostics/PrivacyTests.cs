using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Diagnostics;

public sealed class PrivacyTests
{
    [Theory]
    [InlineData("{Card}")]
    [InlineData("{Order}/{Receipt}")]
    public async Task A_unique_key_that_takes_in_an_encrypted_member_is_an_error(string key)
    {
        var messages = await $$"""
            [assembly: JobContracts]

            public sealed record Receipt([Encrypted] string Card);

            [Job("pay"), Unique(Key = {|OST020:"{{key}}"|})]
            public sealed record Pay(int Order, [Encrypted] string Card, Receipt Receipt);
            """.ShouldReport();

        messages[0].ShouldStartWith($"The unique key of Pay takes in {(key == "{Card}" ? "Pay" : "Receipt")}.Card, which is encrypted");
    }

    [Theory]
    [InlineData("Dictionary<string, List<Receipt[]>>")]
    [InlineData("Receipt")]
    [InlineData("Slip?")]
    public Task A_job_that_is_unique_by_its_whole_payload_and_holds_what_is_encrypted_is_an_error(string type) => $$"""
        [assembly: JobContracts]

        public sealed record Receipt(Slip Slip, Receipt? Before);

        public struct Slip
        {
            [Encrypted]
            public string Card { get; set; }
        }

        [Job("pay"), {|OST020:Unique|}]
        public sealed record Pay(int Order, {{type}} Receipt);
        """.ShouldReport();

    [Fact]
    public Task A_unique_key_may_name_what_is_open_or_redacted() => """
        [assembly: JobContracts]

        [Job("pay"), Unique(Key = "{Order}/{Email}")]
        public sealed record Pay(int Order, [Redacted] string Email, [Encrypted] string Card);
        """.ShouldReport();

    [Fact]
    public async Task A_mark_on_what_is_not_written_is_an_error()
    {
        var messages = await """
            [assembly: JobContracts]

            [Job("a")]
            public sealed class Payload
            {
                [Encrypted]
                public static string {|OST021:Static|} { get; set; } = "";

                [Redacted]
                internal string {|OST021:Hidden|} { get; set; } = "";

                [Encrypted, JsonIgnore]
                public string {|OST021:Ignored|} { get; set; } = "";

                public void Method([Encrypted] string {|OST021:parameter|})
                {
                }
            }
            """.ShouldReport();

        messages[0].ShouldBe(
            "[Encrypted] on Static does nothing: it is static, and static members are not written. "
            + "Mark a public property that is written as JSON, or the parameter that stands for it.");
    }

    [Fact]
    public async Task A_mark_at_a_parameter_that_JSON_does_not_use_is_an_error()
    {
        var messages = await """
            [assembly: JobContracts]

            public readonly record struct Pin([Encrypted] string {|OST021:Digits|});

            public record Base([Redacted] string Email);

            [Job("a")]
            public sealed record {|OST021:Payload|}(string Email, Pin Pin) : Base(Email);
            """.ShouldReport();

        messages.ShouldContain("[Encrypted] on Digits does nothing: JSON does not use this constructor. "
            + "Write [property: Encrypted] where it stands for a property.");
        messages.ShouldContain("[Redacted] on Base.Email does nothing: it stands at a parameter of Base, which Payload does not have. "
            + "Write [property: Redacted] in Base.");
    }

    [Fact]
    public Task A_mark_inside_of_what_a_converter_writes_is_an_error() => """
        [assembly: JobContracts]

        [JsonConverter(typeof(JsonStringEnumConverter))]
        public sealed record Secret([property: Encrypted] string {|OST021:Text|});
        """.ShouldReport();

    [Fact]
    public Task Marks_on_members_that_are_written_are_fine() => """
        [assembly: JobContracts]

        public record Base([property: Redacted] string Email);

        public sealed class WithConstructor([Encrypted] int code)
        {
            public int Code { get; } = code;
        }

        [Job("a")]
        public sealed record Payload(string Email, [Encrypted] string? Card, WithConstructor? Inside) : Base(Email)
        {
            [Encrypted]
            public int[] Digits { get; set; } = [];
        }
        """.ShouldReport();
}
