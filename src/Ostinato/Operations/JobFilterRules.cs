using System.Text.Json;

namespace Ostinato.Operations;

/// <summary>What a filter must not ask.</summary>
internal static class JobFilterRules
{
    public static void Check(JobFilter filter)
    {
        if (filter.After is { } after && after.FinishedAt is null == filter.IsByFinish)
        {
            throw new ArgumentException(
                $"The position '{after}' is of a list in another order. Go on with the filter that the page before was asked with.",
                nameof(filter));
        }

        if (filter.Payload is { } payload)
        {
            Check(payload);
        }
    }

    private static void Check(string payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
        }
        catch (JsonException error)
        {
            throw new ArgumentException(
                $"The payload to look for is no JSON ({error.Message}). Text is looked for with {nameof(JobFilter.PayloadText)}.",
                nameof(payload), error);
        }
    }
}
