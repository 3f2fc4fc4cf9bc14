using Ostinato.Bench.Measuring;
using Ostinato.Bench.Workloads;

namespace Ostinato.Bench.PostgreSqlFloors;

/// <summary>Bare bodies and ranges, 1,000 in each commit.</summary>
internal sealed class BulkInsertFloor : IWorkload
{
    private const int PerCommit = 1_000;
    private const int WarmUp = 5_000;

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 200_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var store = await FloorStore.OpenAsync(scratch);
        var insert = new BareInsert(store);
        await insert.RunAsync(0, WarmUp, PerCommit);

        var meter = await UsageMeter.StartAsync(scratch.Census, () => store.Counts, store.TouchAsync);
        await insert.RunAsync(WarmUp, jobs, PerCommit);
        return Figure.Of(arguments, scratch).With(jobs, await meter.ReadAsync());
    }
}
