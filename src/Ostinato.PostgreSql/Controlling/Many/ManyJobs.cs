namespace Ostinato.PostgreSql;

/// <summary>Changes many jobs: a step of them in one transaction, and what that leaves one by one.</summary>
internal sealed class ManyJobs(Links links, ChangingMany many)
{
    private const int StepSize = 1_000;

    /// <param name="ids">The jobs.</param>
    /// <param name="changed">What is answered for those that the transaction changed.</param>
    /// <param name="all">Changes them in a transaction, and returns those that it changed.</param>
    /// <param name="one">Changes one, and answers what became of it.</param>
    /// <param name="ct">Cancels between two steps.</param>
    /// <returns>What became of each, in the order of the ids.</returns>
    public async ValueTask<IReadOnlyList<T>> ChangeAsync<T>(
        IReadOnlyList<JobId> ids, T changed, Func<ChangingMany, Link, long[], Task<long[]>> all, Func<JobId, ValueTask<T>> one,
        CancellationToken ct)
    {
        var results = new List<T>(ids.Count);
        foreach (var step in ids.Chunk(StepSize))
        {
            var numbers = Numbers(step);
            var done = (await links.RunOnceAsync(link => all(many, link, numbers), ct).ConfigureAwait(false)).ToHashSet();
            foreach (var id in step)
            {
                var isDone = id.TryGetNumber(out var number) && done.Contains(number);
                results.Add(isDone ? changed : await one(id).ConfigureAwait(false));
            }
        }

        return results;
    }

    private static long[] Numbers(JobId[] ids) =>
        [.. ids.Select(id => id.TryGetNumber(out var number) ? number : 0).Where(number => number > 0).Distinct().Order()];
}
