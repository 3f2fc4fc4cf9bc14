using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Ostinato.Operations;

/// <summary>What of an error is the same from job to job: type, message without its particulars, and where it was thrown. Pure.</summary>
internal sealed partial record ErrorFingerprint(string Type, string Message, string? Place)
{
    private const int LongestMessage = 300;

    // Where an error comes from is seldom a fault of these.
    private static readonly string[] Foreign = ["System.", "Microsoft.", "Npgsql.", "SQLitePCL."];

    /// <summary>12 characters that stand for it.</summary>
    public string Text => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Type}\0{Message}\0{Place}")).AsSpan(0, 6));

    public static ErrorFingerprint Of(AttemptError error) => new(error.Type, Normalize(error.Message), PlaceOf(error.Stack));

    /// <summary>The message without what differs from job to job.</summary>
    internal static string Normalize(string message)
    {
        var text = Quoted().Replace(message, "'…'");
        text = Numbered().Replace(text, "#");
        text = Space().Replace(text, " ").Trim();
        return text.Length <= LongestMessage ? text : text[..LongestMessage];
    }

    /// <summary>The method of the first line of a stack trace that is the application's own, or else of the first line.</summary>
    internal static string? PlaceOf(string? stack)
    {
        if (stack is null)
        {
            return null;
        }

        var methods = stack.Split('\n').Select(MethodOf).OfType<string>().ToList();
        var own = methods.Find(method => !Array.Exists(Foreign, name => method.StartsWith(name, StringComparison.Ordinal)));
        return (own ?? methods.FirstOrDefault()) is { } place ? Digits().Replace(place, "#") : null;
    }

    // "at Shop.Mail.SendAsync(Int32 user) in /src/Mail.cs:line 12", in whichever language "at" is.
    private static string? MethodOf(string line)
    {
        var end = line.IndexOf('(', StringComparison.Ordinal);
        var begin = end < 0 ? -1 : line.AsSpan(0, end).LastIndexOf(' ');
        return begin < 0 || end - begin < 2 ? null : line[(begin + 1)..end];
    }

    // A ' that stands in a word is none that opens.
    [GeneratedRegex("""(?<!\w)'[^'\r\n]*'(?!\w)|"[^"\r\n]*"|`[^`\r\n]*`|“[^”\r\n]*”|«[^»\r\n]*»""")]
    private static partial Regex Quoted();

    // Whatever has a digit in it, with what hangs on: numbers, dates, addresses, guids and other ids.
    [GeneratedRegex(@"[+-]?\b\w*\d\w*(?:[.,:/\-]\w*\d\w*|-[0-9a-fA-F]{4,12}\b)*")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
