using Ostinato.Bench.Measuring;
using Ostinato.Bench.Workloads;

namespace Ostinato.Bench.Floors;

/// <summary>Bare inserts, 1,000 in each commit.</summary>
internal sealed class BulkInsertFloor : IWorkload
{
    private const int PerCommit = 1_000;
    private const int WarmUp = 5_000;

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 200_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        using var database = new FloorDatabase(scratch);
        database.Insert(0, WarmUp, PerCommit);

        var meter = await UsageMeter.StartAsync(scratch.Census, () => database.Counts);
        database.Insert(WarmUp, jobs, PerCommit);
        return Figure.Of(arguments, scratch).With(jobs, await meter.ReadAsync());
    }
}
