using System.Text.Json;

namespace Ostinato.Tests.Operations;

public sealed class JobPositionTests
{
    public static TheoryData<string> Texts { get; } = ["1", "123@638000000000000000", "a-b", "a@b@0"];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_position_is_read_back_as_it_was_printed(string text)
    {
        var position = JobPosition.Parse(text, null);

        position.ToString().ShouldBe(text);
        JsonSerializer.Deserialize<JobPosition>(JsonSerializer.Serialize(position)).ShouldBe(position);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@1")]
    [InlineData("0@1")]
    [InlineData("1@")]
    [InlineData("1@-1")]
    [InlineData("1@x")]
    [InlineData("1@9999999999999999999")]
    [InlineData("1@3155378975999999999999")]
    public void Nonsense_is_no_position(string? text) => JobPosition.TryParse(text, null, out _).ShouldBeFalse();

    [Fact]
    public void What_is_no_position_says_so() =>
        Should.Throw<FormatException>(() => JobPosition.Parse("1@x", null)).Message.ShouldContain("'1@x'");
}
