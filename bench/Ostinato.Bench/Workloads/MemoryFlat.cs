using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>A long life: jobs come and go, and what stays on the heap after them is looked at twenty times.</summary>
internal sealed class MemoryFlat : IWorkload
{
    private const int Looks = 20;
    private const int LargestBacklog = 20_000;

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 1_000_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: true);
        system.Tally.Expect(jobs);
        var meter = await system.MeterAsync(scratch);
        var heap = new List<long>();
        for (var look = 0; look < Looks; look++)
        {
            await LiveAsync(system, (int)((long)jobs * look / Looks), (int)((long)jobs * (look + 1) / Looks));
            heap.Add(GC.GetTotalMemory(forceFullCollection: true));
        }

        var usage = await meter.ReadAsync();
        return Figure.Of(arguments, scratch).With(jobs, usage)
            .With("heap_first_bytes", heap[0])
            .With("heap_middle_bytes", heap[Looks / 2])
            .With("heap_last_bytes", heap[^1])
            .With("heap_growth_bytes_per_job", Growth(heap) / jobs)
            .VoidWhen(system.Tally.Distinct != jobs, $"{system.Tally.Distinct} of {jobs} jobs ran")
            .VoidWhen(system.Tally.Repeated != 0, $"{system.Tally.Repeated} jobs ran twice");
    }

    // From the second quarter to the last, by the smallest heap of each: one that was looked at in a busy moment does not count.
    private static double Growth(List<long> heap) => (heap[(Looks * 3 / 4)..].Min() - heap[(Looks / 4)..(Looks / 2)].Min()) * 2;

    private static async Task LiveAsync(JobSystem system, int first, int end)
    {
        foreach (var batch in Enumerable.Range(first, end - first).Select(number => new NoOp(number)).Chunk(1_000))
        {
            await system.Jobs.EnqueueManyAsync(batch);
            await UntilRunAsync(system.Tally, batch[^1].Number - LargestBacklog);
        }

        await UntilRunAsync(system.Tally, end);
    }

    private static async Task UntilRunAsync(Tally tally, int jobs)
    {
        while (tally.Distinct < jobs)
        {
            await Task.Delay(1);
        }
    }
}
