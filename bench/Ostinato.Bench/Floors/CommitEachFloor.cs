using Ostinato.Bench.Measuring;
using Ostinato.Bench.Workloads;

namespace Ostinato.Bench.Floors;

/// <summary>Bare inserts, one in each commit, one after the other: what a job costs that shares its commit with nobody.</summary>
internal sealed class CommitEachFloor : IWorkload
{
    private const int WarmUp = 200;

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 3_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        using var database = new FloorDatabase(scratch);
        database.Insert(0, WarmUp, perCommit: 1);

        var meter = await UsageMeter.StartAsync(scratch.Census, () => database.Counts);
        database.Insert(WarmUp, jobs, perCommit: 1);
        return Figure.Of(arguments, scratch).With(jobs, await meter.ReadAsync());
    }
}
