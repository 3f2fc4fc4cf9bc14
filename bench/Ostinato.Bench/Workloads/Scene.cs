using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>What else there is in the database, or what goes on in it, while jobs are drained.</summary>
internal sealed record Scene
{
    /// <summary>Done before the jobs are enqueued.</summary>
    public Func<Scratch, Arguments, Task> BeforeFilling { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Done when they wait. What it answers lasts until the end of the drain.</summary>
    public Func<Scratch, Task<IAsyncDisposable?>> WhenFilled { get; init; } = _ => Task.FromResult<IAsyncDisposable?>(null);

    /// <summary>Added to the figure while it still lasts.</summary>
    public Func<Scratch, JobSystem, Figure, Task> AtTheEnd { get; init; } = (_, _, _) => Task.CompletedTask;

    public static Scene Alone { get; } = new() { WhenFilled = ReadyAlone.SplitAsync };

    public static Scene UnderSnapshot { get; } = new() { WhenFilled = OldSnapshot.HoldAsync, AtTheEnd = ClaimPages.AddAsync };

    public static Scene AloneUnderSnapshot { get; } = UnderSnapshot with
    {
        WhenFilled = async scratch =>
        {
            await ReadyAlone.SplitAsync(scratch);
            return await OldSnapshot.HoldAsync(scratch);
        },
    };

    public static Scene Deep { get; } = new() { BeforeFilling = DeepHistory.FillAsync };
}
