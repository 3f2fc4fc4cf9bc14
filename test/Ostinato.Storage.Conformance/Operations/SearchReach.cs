namespace Ostinato.Storage.Conformance;

/// <summary>How far a search goes in one call, for stores that hold too much to look through at once.</summary>
public static class SearchReach
{
    private const int Jobs = 120_000, PerCall = 40_000;
    private const string Needle = """{"n":1}""";

    /// <summary>A search for the oldest of many jobs comes back empty-handed, says where to go on, and finds it there.</summary>
    public static async Task Check(IJobStore store)
    {
        var oldest = await store.Enqueue(New.Job("rare", payload: Needle));
        for (var count = 0; count < Jobs; count += PerCall)
        {
            await store.EnqueueMany(New.Jobs(1)[0].Times(PerCall));
        }

        foreach (var filter in new JobFilter[] { new() { Payload = Needle }, new() { PayloadText = Needle }, new() { Name = "rare" } })
        {
            var first = await store.List(filter);
            first.Jobs.ShouldBeEmpty();
            first.Next.ShouldNotBeNull();
            (await store.All(filter)).Ids().ShouldBe([oldest]);
        }

        (await store.List(new JobFilter { Limit = 1_000 })).Jobs.Count.ShouldBe(1_000);
    }

    private static NewJob[] Times(this NewJob job, int count) => [.. Enumerable.Repeat(job, count)];
}
