using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>Something to measure.</summary>
internal interface IWorkload
{
    /// <summary>Runs once, in a process of its own, and says what it measured.</summary>
    Task<Figure> RunAsync(Arguments arguments);
}
