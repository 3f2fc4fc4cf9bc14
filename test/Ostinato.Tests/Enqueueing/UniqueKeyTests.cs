using FsCheck.Fluent;

namespace Ostinato.Tests.Enqueueing;

public sealed class UniqueKeyTests
{
    [Fact]
    public void A_key_has_32_bytes_and_is_the_same_on_every_machine() =>
        Convert.ToHexStringLower(UniqueKey.Of("reindex", "42", []))
            .ShouldBe("07a3192773ac7e655ea3346fb88cac0b85e8ce44447d1c1743ea868465e5fec0");

    [Fact]
    public void Different_names_or_texts_have_different_keys() =>
        Property.Holds(
            from name in Gen.Elements("a", "b", "ab").Two()
            from text in Gen.Elements("", "a", "b", "ab").Two()
            select (name, text),
            input => Key(input.name.Item1, input.text.Item1) == Key(input.name.Item2, input.text.Item2)
                == ((input.name.Item1, input.text.Item1) == (input.name.Item2, input.text.Item2)));

    [Fact]
    public void A_text_is_never_mistaken_for_a_payload_of_the_same_bytes() =>
        UniqueKey.Of("a", "{}", "{}"u8).ShouldNotBe(UniqueKey.Of("a", null, "{}"u8));

    [Fact]
    public void Without_a_text_the_payload_is_the_key() =>
        UniqueKey.Of("a", null, "1"u8).ShouldNotBe(UniqueKey.Of("a", null, "2"u8));

    private static string Key(string name, string text) => Convert.ToHexString(UniqueKey.Of(name, text, []));
}
