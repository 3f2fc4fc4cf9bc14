using System.Globalization;

namespace Ostinato.Tests.Shared;

/// <summary>An expression made up by chance, and what it means, by definition and without any cleverness.</summary>
internal sealed class RandomCron
{
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly Random _random;
    private readonly HashSet<int> _minutes;
    private readonly HashSet<int> _hours;
    private readonly HashSet<int> _months;
    private readonly Func<DateTime, bool> _isDay;

    public RandomCron(Random random, bool isForEveryHour = false, bool isOnceADay = false)
    {
        _random = random;
        (var minutes, _minutes) = isOnceADay ? One(60) : Field(0, 59);
        (var hours, _hours) = isForEveryHour ? ("*", [.. Enumerable.Range(0, 24)]) : isOnceADay ? One(24) : Field(0, 23);
        (var months, _months) = Chance(3) ? Field(1, 12) : ("*", [.. Enumerable.Range(1, 12)]);
        var (ofMonth, isOfMonth) = DayOfMonth();
        var (ofWeek, isOfWeek) = DayOfWeek();
        var isEither = ofMonth[0] != '*' && ofWeek[0] != '*';
        _isDay = date => isEither ? isOfMonth(date) || isOfWeek(date) : isOfMonth(date) && isOfWeek(date);
        Text = $"{minutes} {hours} {ofMonth} {months} {ofWeek}";
        KeepsRhythm = _hours.Count == 24;
    }

    public string Text { get; }

    public bool KeepsRhythm { get; }

    /// <summary>Whether it fires when a clock shows this minute.</summary>
    public bool Shows(DateTime time) =>
        _minutes.Contains(time.Minute) && _hours.Contains(time.Hour) && IsOn(time.Date);

    public bool IsOn(DateTime date) => _months.Contains(date.Month) && _isDay(date);

    private bool Chance(int one) => _random.Next(one) == 0;

    private (string Text, HashSet<int> Values) Field(int least, int most)
    {
        var (from, to, step) = (_random.Next(least, most + 1), _random.Next(least, most + 1), _random.Next(1, 12));
        return _random.Next(6) switch
        {
            0 => ("*", Values(least, most, 1, most - least + 1)),
            1 => ($"*/{step}", Values(least, most, step, most - least + 1)),
            2 => ($"{from}/{step}", Values(from, most, step, most - least + 1)),
            3 => ($"{from}-{to}", Values(from, to, 1, most - least + 1)),
            4 => ($"{from}-{to}/{step}", Values(from, to, step, most - least + 1)),
            _ => ($"{from},{to}", [from, to]),
        };
    }

    private (string Text, HashSet<int> Values) One(int count) =>
        _random.Next(count) is var value ? (value.ToString(CultureInfo.InvariantCulture), [value]) : default;

    private static HashSet<int> Values(int from, int to, int step, int size)
    {
        var values = new HashSet<int>();
        var (least, most) = size == 12 ? (1, 12) : (0, size - 1);
        for (int value = from, walked = 0; ; value = value == most ? least : value + 1, walked++)
        {
            if (walked % step == 0)
            {
                values.Add(value);
            }

            if (value == to)
            {
                return values;
            }
        }
    }

    private (string Text, Func<DateTime, bool> Is) DayOfMonth()
    {
        var day = _random.Next(1, 32);
        return _random.Next(9) switch
        {
            0 => (day.ToString(CultureInfo.InvariantCulture), date => date.Day == day),
            1 => ($"{day}-31", date => date.Day >= day),
            2 => ("*/3", date => date.Day % 3 == 1),
            3 => ("L", IsLast),
            4 => ($"L-{day % 20 + 1}", date => date.AddDays(day % 20 + 1) is var later && later.Month == date.Month && IsLast(later)),
            5 => ($"{day}W", date => date == NearestWeekday(date, day)),
            6 => ("LW", date => date == NearestWeekday(date, DateTime.DaysInMonth(date.Year, date.Month))),
            _ => ("*", _ => true),
        };
    }

    private (string Text, Func<DateTime, bool> Is) DayOfWeek()
    {
        var (one, other, nth) = (_random.Next(7), _random.Next(7), _random.Next(1, 6));
        return _random.Next(7) switch
        {
            0 => (Weekdays[one], date => (int)date.DayOfWeek == one),
            1 => ($"{Weekdays[one]},{other}", date => (int)date.DayOfWeek == one || (int)date.DayOfWeek == other),
            2 => ($"{one}-{Weekdays[other]}", date => ((int)date.DayOfWeek - one + 7) % 7 <= (other - one + 7) % 7),
            3 => ($"{Weekdays[one]}#{nth}", date => (int)date.DayOfWeek == one && (date.Day - 1) / 7 == nth - 1),
            4 => ($"{one}L", date => (int)date.DayOfWeek == one && date.AddDays(7).Month != date.Month),
            _ => ("*", _ => true),
        };
    }

    private static bool IsLast(DateTime date) => date.AddDays(1).Month != date.Month;

    private static DateTime? NearestWeekday(DateTime month, int day)
    {
        var last = DateTime.DaysInMonth(month.Year, month.Month);
        return day > last ? null : Enumerable.Range(1, last)
            .Select(number => new DateTime(month.Year, month.Month, number))
            .Where(date => date.DayOfWeek is not (System.DayOfWeek.Saturday or System.DayOfWeek.Sunday))
            .MinBy(date => Math.Abs(date.Day - day));
    }
}
