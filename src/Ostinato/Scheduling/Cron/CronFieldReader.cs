using System.Security.Cryptography;
using System.Text;

namespace Ostinato.Scheduling;

/// <summary>Reads one field of a cron expression: values, ranges that may wrap, steps, and places that follow from the seed.</summary>
internal sealed class CronFieldReader(CronField field, string expression, string? seed)
{
    // A day of the month that every month has.
    private const int LastDayOfAnyMonth = 28;

    /// <summary>The values that a field names.</summary>
    public ulong Read(string text)
    {
        ulong values = 0;
        foreach (var item in text.Split(','))
        {
            values |= ReadItem(item);
        }

        return values;
    }

    /// <summary>The values that one item of the list names.</summary>
    public ulong ReadItem(string item)
    {
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        var step = slash < 0 ? 1 : ReadStep(item, item[(slash + 1)..]);
        var what = slash < 0 ? item : item[..slash];
        if (what is "*")
        {
            return field.Range(field.Least, field.Most, step);
        }

        if (what.StartsWith('H') || what.StartsWith('h'))
        {
            return ReadHash(item, what, slash < 0 ? null : step);
        }

        var (from, to) = ReadRange(item, what);
        return field.Range(from, to ?? (slash < 0 ? from : field.Most), step);
    }

    /// <summary>The one value that a text stands for.</summary>
    public int ReadValue(string item, string text) => field.TryValue(text, out var value)
        ? value
        : throw Wrong(item, $"'{text}' is no {field.Name}: {field.Allowed}");

    public CronFormatException Wrong(string item, string what) =>
        new($"'{expression}' is no cron expression: in the field for the {field.Name}, '{item}', {what}.");

    private (int From, int? To) ReadRange(string item, string what)
    {
        var dash = what.IndexOf('-', StringComparison.Ordinal);
        return dash < 0
            ? (ReadValue(item, what), null)
            : (ReadValue(item, what[..dash]), ReadValue(item, what[(dash + 1)..]));
    }

    private int ReadStep(string item, string text)
    {
        var most = field.Most - field.Least + 1;
        return CronNumber.TryRead(text, out var step) && step >= 1 && step <= most
            ? step
            : throw Wrong(item, $"'{text}' is no step: 1 to {most}. A step does not reach over the end of the field");
    }

    // H is one place, H/15 a place among the first fifteen and every fifteenth from there on.
    private ulong ReadHash(string item, string what, int? step)
    {
        var (from, to) = (field.Least, field == CronField.DayOfMonth ? LastDayOfAnyMonth : field.Most);
        if (what.Length > 1)
        {
            if (what[1] != '(' || what[^1] != ')' || ReadRange(item, what[2..^1]) is not (var low, { } high) || high < low)
            {
                throw Wrong(item, "an H is followed by nothing, by a range in brackets, such as H(0-29), or by a step, such as H/15");
            }

            (from, to) = (low, high);
        }

        var place = from + (Hash() % (uint)Math.Min(step ?? int.MaxValue, to - from + 1));
        return field.Range((int)place, step is null ? (int)place : to, step ?? 1);
    }

    private uint Hash()
    {
        if (seed is null)
        {
            throw new CronFormatException(
                $"'{expression}' has an H, and nothing that it could follow from: only a schedule with a name may have one.");
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{field.Name}"));
        return BitConverter.ToUInt32(hash, 0);
    }
}
