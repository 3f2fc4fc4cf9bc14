using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ostinato.PostgreSql.Tests.BadInput;

/// <summary>A job that runs for some milliseconds, or until a gate opens.</summary>
internal sealed record OutageJob(int Number, int Milliseconds, OutageGate Gate = OutageGate.None)
{
    public static JobDefinition Definition { get; } =
        new JobDefinition<OutageJob>("outage", (JsonTypeInfo<OutageJob>)JsonSerializerOptions.Default.GetTypeInfo(typeof(OutageJob)));
}

/// <summary>What a handler waits for.</summary>
internal enum OutageGate
{
    None,
    Meanwhile,
    Afterwards,
}

/// <summary>What handlers did, and what they wait for.</summary>
internal sealed class OutageLedger
{
    private readonly TaskCompletionSource _meanwhile = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _afterwards = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    /// <summary>How many times each job ran to its end.</summary>
    public ConcurrentDictionary<int, int> Runs { get; } = [];

    /// <summary>The attempts in which jobs ran that waited for a gate.</summary>
    public ConcurrentQueue<int> AttemptsOfHeld { get; } = [];

    /// <summary>How many handlers have come to a gate.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Open(OutageGate gate) => (gate == OutageGate.Meanwhile ? _meanwhile : _afterwards).SetResult();

    public async Task RunAsync(OutageJob job, int attempt, CancellationToken ct)
    {
        if (job.Gate != OutageGate.None)
        {
            Interlocked.Increment(ref _waiting);
            await (job.Gate == OutageGate.Meanwhile ? _meanwhile : _afterwards).Task.WaitAsync(ct);
            AttemptsOfHeld.Enqueue(attempt);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(job.Milliseconds), TimeProvider.System, ct);
        Runs.AddOrUpdate(job.Number, 1, (_, runs) => runs + 1);
    }
}

internal sealed class OutageJobHandler(OutageLedger ledger) : IJobHandler<OutageJob>
{
    public Task HandleAsync(OutageJob job, JobContext context, CancellationToken ct) => ledger.RunAsync(job, context.Attempt, ct);
}
