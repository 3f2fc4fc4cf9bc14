using System.Globalization;
using System.Text;

namespace Ostinato.Testing;

/// <summary>An expectation about jobs did not hold. Test frameworks show it as any failed test.</summary>
public sealed class JobAssertionException : Exception
{
    private const int Listed = 10;

    /// <summary>Says what was expected and what was found.</summary>
    public JobAssertionException(string message)
        : base(message)
    {
    }

    internal static string List(string heading, IReadOnlyList<RecordedJob> jobs)
    {
        var text = new StringBuilder().AppendLine().Append(heading);
        foreach (var job in jobs.Take(Listed))
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  {job}");
        }

        return jobs.Count > Listed
            ? text.AppendLine().Append(CultureInfo.InvariantCulture, $"  and {jobs.Count - Listed} more").ToString()
            : text.ToString();
    }
}
