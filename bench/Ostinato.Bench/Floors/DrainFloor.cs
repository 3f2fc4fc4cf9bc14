using Ostinato.Bench.Measuring;
using Ostinato.Bench.Workloads;

namespace Ostinato.Bench.Floors;

/// <summary>Bare reads and deletes, 500 in each commit.</summary>
internal sealed class DrainFloor : IWorkload
{
    private const int PerCommit = 500;
    private const int WarmUp = 5_000;

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 100_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        using var database = new FloorDatabase(scratch);
        database.Insert(0, WarmUp, PerCommit);
        database.Drain(PerCommit, _ => { });
        database.Insert(WarmUp, jobs, PerCommit);
        var bytes = 0L;

        var meter = await UsageMeter.StartAsync(scratch.Census, () => database.Counts);
        var drained = database.Drain(PerCommit, payload => bytes += payload.Length);
        var figure = Figure.Of(arguments, scratch).With(jobs, await meter.ReadAsync());
        return figure.VoidWhen(drained != jobs || bytes == 0, $"{drained} of {jobs} rows were read");
    }
}
