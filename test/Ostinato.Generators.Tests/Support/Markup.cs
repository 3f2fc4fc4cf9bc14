using System.Text.RegularExpressions;

namespace Ostinato.Generators.Tests.Support;

/// <summary>Source text in which the expected diagnostics are marked: <c>[Job({|OST003:"no name"|})]</c>.</summary>
internal sealed partial class Markup
{
    private Markup(string source, IReadOnlyList<(string Id, string Text, int Position)> expected) =>
        (Source, Expected) = (source, expected);

    public string Source { get; }

    public IReadOnlyList<(string Id, string Text, int Position)> Expected { get; }

    public static Markup Parse(string text)
    {
        var expected = new List<(string, string, int)>();
        while (Mark().Match(text) is { Success: true } mark)
        {
            var marked = mark.Groups["text"].Value;
            expected.Add((mark.Groups["id"].Value, marked, mark.Index));
            text = text.Remove(mark.Index, mark.Length).Insert(mark.Index, marked);
        }

        return new Markup(text, expected);
    }

    [GeneratedRegex(@"\{\|(?<id>OST\d+):(?<text>.*?)\|\}", RegexOptions.Singleline)]
    private static partial Regex Mark();
}
