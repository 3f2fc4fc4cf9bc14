namespace Ostinato.Storage.Conformance;

/// <summary>Reads the beats as a bystander: a process that joins, looks, and leaves.</summary>
public static class BeatVocabulary
{
    public static async Task<IReadOnlyList<ProcessBeat>> Beats(this IJobStore store)
    {
        var bystander = await store.Join("bystander");
        var beats = (await bystander.Beat()).Beats;
        await bystander.Leave();
        return [.. beats.Where(beat => beat.Process != bystander.Identity)];
    }
}
