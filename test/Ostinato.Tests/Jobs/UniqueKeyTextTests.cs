using System.Globalization;
using FsCheck.Fluent;

namespace Ostinato.Tests.Jobs;

public sealed class UniqueKeyTextTests
{
    [Fact]
    public void Two_texts_side_by_side_are_never_mistaken_for_two_others() =>
        Property.Holds(
            from left in Property.Text.OrNull().Two()
            from right in Property.Text.OrNull().Two()
            from separator in Gen.Elements("", "/", "-", "x", "}{", "~", @"\")
            select (left, right, separator),
            input => (Join(input.left, input.separator) == Join(input.right, input.separator)) == (input.left == input.right));

    [Fact]
    public void Null_the_empty_text_and_a_tilde_differ() =>
        new[] { UniqueKeyText.Of(null), UniqueKeyText.Of(""), UniqueKeyText.Of("~") }.Distinct().Count().ShouldBe(3);

    [Fact]
    public void A_time_of_day_keeps_its_seconds_and_their_parts() =>
        UniqueKeyText.Of(new TimeOnly(10, 15, 30, 250)).ShouldNotBe(UniqueKeyText.Of(new TimeOnly(10, 15, 30, 251)));

    [Fact]
    public void A_point_in_time_has_one_text_whatever_its_offset() =>
        UniqueKeyText.Of(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.FromHours(2)))
            .ShouldBe(UniqueKeyText.Of(new DateTimeOffset(2030, 1, 1, 10, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void A_local_time_has_one_text_on_machines_in_different_zones()
    {
        var local = new DateTime(2030, 7, 1, 12, 0, 0, DateTimeKind.Local);

        UniqueKeyText.Of(local).ShouldBe(UniqueKeyText.Of(local.ToUniversalTime()));
    }

    [Fact]
    public void Equal_amounts_have_one_text_whatever_their_scale() => UniqueKeyText.Of(1.50m).ShouldBe(UniqueKeyText.Of(1.5m));

    [Fact]
    public void A_member_of_an_enum_is_known_by_its_number() =>
        UniqueKeyText.Of(JobState.Completed).ShouldBe(UniqueKeyText.Of((int)JobState.Completed));

    [Fact]
    public void The_culture_of_the_machine_does_not_matter()
    {
        object[] values = [1234.5, 1234.5m, -7, new DateTime(2030, 2, 1), new DateOnly(2030, 2, 1), new TimeOnly(13, 0), true];
        var invariant = values.Select(UniqueKeyText.Of).ToList();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "−" } };

            values.Select(UniqueKeyText.Of).ShouldBe(invariant);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_value_that_prints_only_its_type_is_refused()
    {
        Should.Throw<ArgumentException>(() => UniqueKeyText.Of(new[] { 1, 2 })).Message.ShouldContain("Int32[]");
        Should.Throw<ArgumentException>(() => UniqueKeyText.Of(new List<string>())).Message.ShouldContain("text of its own");
    }

    private static string Join((string?, string?) pair, string separator) =>
        UniqueKeyText.Of(pair.Item1) + separator + UniqueKeyText.Of(pair.Item2);
}
