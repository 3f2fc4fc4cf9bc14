using Ostinato.Bench.Jobs;

namespace Ostinato.Bench.Features;

/// <summary>Something that an application may switch on, for each job of a workload.</summary>
internal sealed record Feature(string Name)
{
    /// <summary>None: what the others are compared with.</summary>
    public static Feature Off { get; } = new("off");

    /// <summary>What the application says at its start.</summary>
    public Action<OstinatoBuilder> Configure { get; init; } = _ => { };

    /// <summary>What the application enqueues, by number.</summary>
    public Func<int, object> Payload { get; init; } = number => new NoOp(number);

    /// <summary>How it enqueues.</summary>
    public EnqueueOptions? Options { get; init; }

    /// <summary>Stores jobs, a thousand in each commit.</summary>
    public Task EnqueueAsync(IJobClient jobs, int count) => jobs.EnqueueManyAsync(Enumerable.Range(0, count).Select(Payload), Options);
}
