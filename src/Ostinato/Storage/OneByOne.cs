namespace Ostinato.Storage;

/// <summary>What a store does to many jobs that can do it to one.</summary>
internal static class OneByOne
{
    public static async ValueTask<IReadOnlyList<T>> ChangeAsync<T>(IReadOnlyList<JobId> ids, Func<JobId, ValueTask<T>> change)
    {
        var results = new List<T>(ids.Count);
        foreach (var id in ids)
        {
            results.Add(await change(id).ConfigureAwait(false));
        }

        return results;
    }
}
