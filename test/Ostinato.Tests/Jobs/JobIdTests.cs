using FsCheck.Fluent;

namespace Ostinato.Tests.Jobs;

public sealed class JobIdTests
{
    [Fact]
    public void A_number_is_printed_and_parsed_back() =>
        Property.Holds(
            from high in Gen.Choose(0, 999_999_999)
            from low in Gen.Choose(1, 999_999_999)
            select (high * 1_000_000_000L) + low,
            number => Parsed(new JobId(number)) == new JobId(number)
                && Parsed(new JobId(number)).TryGetNumber(out var same) && same == number);

    [Fact]
    public void Text_is_printed_and_parsed_back()
    {
        var id = new JobId("01J9Z-order");

        Parsed(id).ShouldBe(id);
        id.TryGetNumber(out _).ShouldBeFalse();
    }

    [Fact]
    public void Text_of_digits_means_the_number()
    {
        var (text, number) = (new JobId("42"), new JobId(42));

        text.ShouldBe(number);
        text.GetHashCode().ShouldBe(number.GetHashCode());
        (text == number).ShouldBeTrue();
        (text != number).ShouldBeFalse();
    }

    [Fact]
    public void Digits_beyond_18_are_text()
    {
        var id = new JobId("1234567890123456789");

        id.TryGetNumber(out _).ShouldBeFalse();
        id.ToString().ShouldBe("1234567890123456789");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_000_000_000_000_000)]
    public void A_number_outside_the_range_is_refused(long number) => Should.Throw<ArgumentOutOfRangeException>(() => new JobId(number));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("0")]
    [InlineData("000")]
    public void Text_that_names_no_job_is_refused(string text)
    {
        Should.Throw<ArgumentException>(() => new JobId(text));
        JobId.TryParse(text, null, out _).ShouldBeFalse();
    }

    [Fact]
    public void Text_that_could_not_be_parsed_back_is_refused() => Should.Throw<ArgumentException>(() => new JobId(new string('x', 101)));

    [Fact]
    public void What_is_not_an_id_is_named_in_the_message() =>
        Should.Throw<FormatException>(() => JobId.Parse("0", null)).Message
            .ShouldBe("'0' is not a job id. Use the text that JobId.ToString printed.");

    [Fact]
    public void The_empty_id_prints_nothing_and_names_nothing()
    {
        default(JobId).IsEmpty.ShouldBeTrue();
        default(JobId).ToString().ShouldBe("");
        default(JobId).TryGetNumber(out _).ShouldBeFalse();
        new JobId(1).IsEmpty.ShouldBeFalse();
    }

    private static JobId Parsed(JobId id) => JobId.Parse(id.ToString(), null);
}
