namespace Ostinato.Tests.Jobs;

public sealed class JobNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("welcome-email")]
    [InlineData("Billing.v2:close_month")]
    public void Letters_digits_and_four_marks_make_a_name(string name) => JobName.IsValid(name).ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("naïve")]
    [InlineData("a/b")]
    public void Anything_else_does_not(string? name) => JobName.IsValid(name).ShouldBeFalse();

    [Fact]
    public void A_name_has_at_most_100_characters()
    {
        JobName.IsValid(new string('x', 100)).ShouldBeTrue();
        JobName.IsValid(new string('x', 101)).ShouldBeFalse();
    }

    [Fact]
    public void A_bad_wire_name_is_named_with_its_payload() =>
        Should.Throw<OstinatoConfigurationException>(() => JobName.Validate("two words", typeof(string))).Message.ShouldBe(
            "'two words' is not a wire name (payload String). Use 1 to 100 characters of a-z A-Z 0-9 . _ : -");

    [Fact]
    public void A_bad_queue_is_named_with_its_place() =>
        Should.Throw<ArgumentException>(() => JobName.ValidQueue("", "job 'mail'")).Message.ShouldStartWith(
            "'' is not a queue name (job 'mail'). Use 1 to 100 characters of a-z A-Z 0-9 . _ : -");
}
