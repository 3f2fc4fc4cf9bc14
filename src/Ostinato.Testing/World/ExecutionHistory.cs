using System.Text.Json;
using Ostinato.Privacy;
using Ostinato.Storage;

namespace Ostinato.Testing;

/// <summary>Turns what the engine reports into what a test reads.</summary>
internal sealed class ExecutionHistory(JobRegistry registry, MemberVault vault, RunningAttempts running, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<JobExecution> _executions = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _executions.Count;
            }
        }
    }

    public IReadOnlyList<JobExecution> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _executions];
            }
        }
    }

    public void Add(Acknowledgement end)
    {
        var execution = Read(end);
        lock (_lock)
        {
            _executions.Add(execution);
        }
    }

    public JobExecution Read(in Acknowledgement end) =>
        JobExecution.Of(end, time.GetUtcNow(), Payload(end.Job), running.TakeError(end.Job.Id));

    private object? Payload(ClaimedJob job)
    {
        try
        {
            return registry.Find(StoredName.Parse(job.StoredAs)) is { Definition: var definition }
                ? vault.Read(definition, job.Name, job.Version, job.Payload)
                : null;
        }
        catch (Exception error) when (error is JsonException or JobEncryptionException or UpcastException)
        {
            // The engine has set the job aside for the same reason; the execution says so.
            return null;
        }
    }
}
