using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.Tests;

/// <summary>What a test wants of an engine beside the usual: the jobs of this assembly, one queue, a backoff without chance.</summary>
internal sealed record EngineSetup
{
    /// <summary>The queues and how many of their jobs run at once; empty for a process that only enqueues.</summary>
    public Dictionary<string, int> Queues { get; init; } = new() { ["default"] = 10 };

    public Action<OstinatoBuilder>? Configure { get; init; }

    public Action<WorkerOptions>? Worker { get; init; }

    public Action<IServiceCollection>? Services { get; init; }

    public Dictionary<string, string?> Configuration { get; init; } = [];
}
