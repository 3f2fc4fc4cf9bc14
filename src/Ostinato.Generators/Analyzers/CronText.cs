using Ostinato.Scheduling;

namespace Ostinato.Generators;

/// <summary>Judges a cron expression in code with the reader that will read it when the application runs.</summary>
internal sealed record CronText(string Complaint, bool NeverFires)
{
    /// <summary>What is wrong with an expression, or null.</summary>
    /// <param name="expression">The expression; null where it is not known.</param>
    /// <param name="seed">What an <c>H</c> follows from; null where it is not known.</param>
    /// <param name="mayHash">Whether an <c>H</c> may stand there.</param>
    public static CronText? Judge(string? expression, string? seed, bool mayHash)
    {
        if (expression is null)
        {
            return null;
        }

        try
        {
            var times = CronReader.ReadFields(expression, seed ?? (mayHash ? "unknown" : null));
            return CronReader.Fires(times) || DependsOnTheSeed(expression, seed)
                ? null
                : new CronText(CronReader.NeverFires(expression), NeverFires: true);
        }
        catch (CronFormatException wrong)
        {
            return new CronText(wrong.Message, NeverFires: false);
        }
    }

    // THU and MARCH have an H, too; then nothing is said, and the start says it.
    private static bool DependsOnTheSeed(string expression, string? seed) =>
        seed is null && expression.IndexOf("H", StringComparison.OrdinalIgnoreCase) >= 0;
}
