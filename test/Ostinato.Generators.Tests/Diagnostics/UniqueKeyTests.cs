using Ostinato.Generators.Tests.Support;

namespace Ostinato.Generators.Tests.Diagnostics;

public sealed class UniqueKeyTests
{
    [Fact]
    public async Task A_unique_key_that_names_no_property_is_an_error()
    {
        var messages = await """
            [assembly: JobContracts]
            [Job("a"), Unique(Key = {|OST008:"{TenantId}/{Region}"|})]
            public sealed record Payload(Guid TenantId);
            """.ShouldReport();

        messages.ShouldBe([
            "The unique key \"{TenantId}/{Region}\" of Payload cannot be used: it has no property 'Region'. "
                + "Name public properties of the payload in braces.",
        ]);
    }

    [Theory]
    [InlineData("{TenantId")]
    [InlineData("{}")]
    [InlineData("{Secret}")]
    [InlineData("{Ignored}")]
    [InlineData("{WriteOnly}")]
    [InlineData("{TenantId}{{TenantId}}")]
    public Task A_unique_key_that_cannot_be_read_is_an_error(string key) => $$"""
        [assembly: JobContracts]
        [Job("a"), Unique(Key = {|OST008:"{{key}}"|})]
        public sealed record Payload(Guid TenantId)
        {
            internal int Secret { get; set; }

            [JsonIgnore]
            public int Ignored { get; set; }

            public int WriteOnly { set { } }
        }
        """.ShouldReport();

    [Theory]
    [InlineData("int[]")]
    [InlineData("List<int>")]
    [InlineData("IEnumerable<int>")]
    [InlineData("Plain")]
    [InlineData("PlainStruct")]
    [InlineData("PlainStruct?")]
    public async Task A_property_without_a_text_cannot_be_part_of_a_unique_key(string type)
    {
        var messages = await $$"""
            [assembly: JobContracts]

            public sealed class Plain;

            public struct PlainStruct;

            [Job("a"), Unique(Key = {|OST008:"{Value}"|})]
            public sealed record Payload({{type}} Value);
            """.ShouldReport();

        messages.ShouldHaveSingleItem().ShouldContain("'Value' has no text of its own");
    }

    [Theory]
    [InlineData("string?")]
    [InlineData("int?")]
    [InlineData("bool")]
    [InlineData("DayOfWeek?")]
    [InlineData("DateTimeOffset")]
    [InlineData("Uri")]
    [InlineData("Tenant")]
    public Task A_property_with_a_text_can_be_part_of_a_unique_key(string type) => $$"""
        [assembly: JobContracts]

        public sealed record Tenant(int Id);

        [Job("a"), Unique(Key = "{Value}")]
        public sealed record Payload({{type}} Value);
        """.ShouldReportNothing();

    [Theory]
    [InlineData("{TenantId}")]
    [InlineData("{tenantid}")]
    [InlineData("{Renamed}")]
    [InlineData("{Inherited}")]
    [InlineData("no property }")]
    [InlineData("")]
    public Task A_unique_key_of_public_properties_is_fine(string key) => $$"""
        [assembly: JobContracts]

        public class Base
        {
            public int Inherited { get; set; }
        }

        [Job("a"), Unique(Key = "{{key}}")]
        public sealed class Payload : Base
        {
            public Guid TenantId { get; set; }

            [JsonPropertyName("other")]
            public int Renamed { get; set; }
        }
        """.ShouldReportNothing();
}
