using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ostinato.Breakers;
using Ostinato.Logs;
using Ostinato.Notes;
using Ostinato.Observing;
using Ostinato.Privacy;
using Ostinato.Statistics;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Execution;

/// <summary>What it takes to run attempts.</summary>
internal sealed class ExecutorParts
{
    public required JobPipelines Pipelines { get; init; }

    public required MemberVault Vault { get; init; }

    public required IServiceScopeFactory Scopes { get; init; }

    public required IJobCompleter Completer { get; init; }

    public required TimeProvider Time { get; init; }

    public required Jitter Jitter { get; init; }

    public required Instruments Instruments { get; init; }

    public required Observers Observers { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>For how long a handler that was told to stop is waited for.</summary>
    public required TimeSpan AbandonAfter { get; init; }

    /// <summary>How large a stored result may be, in bytes.</summary>
    public Func<int> MaxResultBytes { get; init; } = static () => new WorkerOptions().MaxResultBytes;

    public AttemptTraces Traces { get; init; } = AttemptTraces.Linked;

    /// <summary>Writes what attempts tell; null where nobody can hear it.</summary>
    public NoteWriter? Notes { get; init; }

    /// <summary>Keeps what is logged during attempts; null where there is nowhere to keep it.</summary>
    public LogCapture? Logs { get; init; }

    public StatisticsRecorder? Statistics { get; init; }

    public BreakerWatch? Breakers { get; init; }
}
