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

    /// <summary>The filter as stores understand it.</summary>
    public static JobFilter Stored(JobFilter filter) => filter with { Tag = filter.Tag is { } tag ? JobTags.Normalize(tag) : null };

    /// <summary>The filter for an action on all that match: only where there is something to do.</summary>
    public static JobFilter OfBulk(JobFilter filter, BulkAction action, BulkOptions options)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Limit ?? 1, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PerSecond ?? 1, 1, nameof(options));
        Check(filter);
        if (filter is { States: JobStates.Any, Queue: null, IsByFinish: false, LooksInside: false })
        {
            throw new ArgumentException(
                $"The filter says nothing, so every job would be meant. To {action.Name} every job say its states.", nameof(filter));
        }

        var states = filter.States == JobStates.Any ? action.Usual : filter.States & action.Applies;
        return states != JobStates.None ? Stored(filter) with { States = states } : throw new ArgumentException(
            $"There is nothing to {action.Name} in state {filter.States}; there is in {action.Applies}.", nameof(filter));
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
