using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Ostinato.Logs;

namespace Ostinato.Tests.Logs;

/// <summary>How one line is stored, within its limit.</summary>
public sealed class LineJsonTests
{
    private const int Limit = 256;

    [Fact]
    public void A_line_is_read_as_it_was_written()
    {
        var json = Write("a \"quoted\" text\n<with> ü and 😀", new EventId(3), new InvalidOperationException("why"));

        var line = Read(json);

        line.ShouldBe(new JobLogLine(
            2, DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(1_500), TimeSpan.FromMicroseconds(1_500), LogLevel.Warning, "Shop", 3,
            "a \"quoted\" text\n<with> ü and 😀", "System.InvalidOperationException: why"));
        Encoding.UTF8.GetString(json).ShouldContain("<with> ü");
    }

    [Theory]
    [InlineData("x", 1)]
    [InlineData("ü", 2)]
    [InlineData("€", 3)]
    [InlineData("\n", 2)]
    [InlineData("\u0001", 6)]
    public void What_is_too_long_is_cut_behind_a_character(string character, int bytes)
    {
        var fits = Limit / bytes;
        var text = string.Concat(Enumerable.Repeat(character, fits));

        Read(Write(text)).Text.ShouldBe(text);
        Read(Write(text + character)).Text.ShouldBe(text[..((Limit - 3) / bytes)] + "…");
        Read(Write(string.Concat(Enumerable.Repeat(character, 10_000)))).Text.ShouldBe(text[..((Limit - 3) / bytes)] + "…");
    }

    [Fact]
    public void A_pair_of_surrogates_is_not_torn_wherever_the_cut_is()
    {
        for (var before = 0; before < 12; before++)
        {
            var text = new string('x', before) + string.Concat(Enumerable.Repeat("😀", 200));

            var cut = Read(Write(text)).Text;

            text.ShouldStartWith(cut[..^1]);
            cut.ShouldEndWith("😀…");
        }
    }

    [Fact]
    public void Half_a_pair_is_stored_as_a_character_that_says_so() => Read(Write("a\ud83d b")).Text.ShouldBe("a\ufffd b");

    [Fact]
    public void No_line_takes_more_room_than_its_limits()
    {
        var error = new InvalidOperationException(new string('\u0002', 5_000));

        var json = LineJson.Write(
            TimeSpan.MaxValue, LogLevel.Critical, new string('\u0001', 5_000), int.MinValue, new string('\u0003', 5_000), error, Limit);

        json.Length.ShouldBeInRange(2 * Limit, (2 * Limit) + LineJson.MaxCategoryBytes + LineJson.Frame);
    }

    private static byte[] Write(string text, EventId id = default, Exception? error = null) =>
        LineJson.Write(TimeSpan.FromMicroseconds(1_500), LogLevel.Warning, "Shop", id.Id, text, error, Limit);

    private static JobLogLine Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return LineJson.Read(document.RootElement, attempt: 2, DateTimeOffset.UnixEpoch);
    }
}
