namespace Ostinato.Storage.Conformance;

/// <summary>What processes see of each other.</summary>
public static class BeatVocabulary
{
    /// <summary>The beats as a bystander sees them: a process that joins, looks, and leaves.</summary>
    public static async Task<IReadOnlyList<ProcessBeat>> Beats(this IJobStore store)
    {
        var bystander = await store.Join("bystander");
        var beats = (await bystander.Beat()).Beats;
        await bystander.Leave();
        return [.. beats.Where(beat => beat.Process != bystander.Identity)];
    }

    public static async Task<ReapedJobs?> Reap(this IJobStore store, ProcessBeat observed, int poisonAfter = 3) =>
        await store.Processes.ReapAsync(observed, poisonAfter, CancellationToken.None);
}
