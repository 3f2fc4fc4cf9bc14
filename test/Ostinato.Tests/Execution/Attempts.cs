using Ostinato.Storage;
using Ostinato.Tests.Jobs;

namespace Ostinato.Tests.Execution;

/// <summary>Makes what the parts of the executor are given.</summary>
internal static class Attempts
{
    public static ClaimedJob Claim(long id = 1, string queue = "default", int attempt = 1, int crashes = 0) => new()
    {
        Id = new JobId(id),
        Name = "alpha",
        Queue = queue,
        Priority = JobDefaults.Priority,
        Attempt = attempt,
        Crashes = crashes,
        Payload = "{}"u8.ToArray(),
        EnqueuedAt = default,
        AvailableAt = default,
        ClaimedAt = default,
    };

    public static Acknowledgement Done(ClaimedJob job) => new(job, AttemptEnd.Completed, TimeSpan.Zero);

    public static JobContext Context(
        int attempt = 1, int maxAttempts = 20, Backoff? backoff = null, TimeSpan? timeout = null, StopReason stopped = StopReason.None)
    {
        var definition = new JobDefinition<Alpha>("alpha", HandMade.Json<Alpha>())
        {
            MaxAttempts = maxAttempts,
            Backoff = backoff ?? Backoff.Constant(TimeSpan.FromMinutes(1)),
            Timeout = timeout,
        };
        var context = new JobContext(new JobId(1), definition, new Alpha(), JobHeaders.Empty, NoServices.Instance) { Attempt = attempt };
        if (stopped != StopReason.None)
        {
            context.TryStop(stopped);
        }

        return context;
    }

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
