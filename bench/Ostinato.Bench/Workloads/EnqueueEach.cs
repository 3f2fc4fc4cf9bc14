using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>One job a call, each call awaited until it is durable, by many callers at once.</summary>
internal sealed class EnqueueEach : IWorkload
{
    private const int WarmUp = 2_000;

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 50_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: false);
        await EnqueueAsync(system.Jobs, WarmUp, arguments.Callers);

        var meter = await system.MeterAsync(scratch);
        await EnqueueAsync(system.Jobs, jobs, arguments.Callers);
        var usage = await meter.ReadAsync();

        var stored = await system.CountAsync(JobState.Available);
        return Figure.Of(arguments, scratch).With(jobs, usage).With("callers", arguments.Callers)
            .VoidWhen(stored != jobs + WarmUp, $"{stored} of {jobs + WarmUp} jobs are stored");
    }

    private static Task EnqueueAsync(IJobClient client, int jobs, int callers)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync)));

        async Task CallAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number < jobs)
            {
                await client.EnqueueAsync(new NoOp(number));
            }
        }
    }
}
