using Ostinato.Bench.Measuring;
using Ostinato.Bench.Workloads;

namespace Ostinato.Bench.PostgreSqlFloors;

/// <summary>The bare loop over jobs that wait in ranges, or each alone.</summary>
internal sealed class DrainFloor(bool isAlone) : IWorkload
{
    private const int PerCommit = 1_000;

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 100_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var store = await FloorStore.OpenAsync(scratch);
        var insert = new BareInsert(store);
        await insert.RunAsync(0, arguments.WarmUp, PerCommit);
        await new BareDrain(store).RunAsync();
        await insert.RunAsync(arguments.WarmUp, jobs, PerCommit);
        if (isAlone)
        {
            await ReadyAlone.SplitAsync(scratch);
        }

        var meter = await UsageMeter.StartAsync(scratch.Census, () => store.Counts, store.TouchAsync);
        var drained = await new BareDrain(store).RunAsync();
        var usage = await meter.ReadAsync();
        return Figure.Of(arguments, scratch).With(jobs, usage).VoidWhen(drained != jobs, $"{drained} of {jobs} jobs were read");
    }
}
