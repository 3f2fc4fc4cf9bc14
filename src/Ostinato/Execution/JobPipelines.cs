using System.Collections.Frozen;
using Ostinato.Breakers;
using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>The chain of middleware and handler for every kind of job this process can run, built once.</summary>
internal sealed class JobPipelines
{
    private readonly FrozenDictionary<string, JobPipeline> _byName;

    public JobPipelines(JobRegistry registry, IEnumerable<MiddlewareRegistration> middleware, Storms storms)
    {
        var outermostLast = middleware.Reverse().ToArray();
        _byName = registry.All.Where(job => job.Handler is not null)
            .Select(job => Build(job, outermostLast, storms))
            .SelectMany(pipeline => pipeline.Definition.Readable.Select(name => (Name: name.ToString(), Pipeline: pipeline)))
            .ToFrozenDictionary(entry => entry.Name, entry => entry.Pipeline, StringComparer.Ordinal);
    }

    /// <summary>The names and versions of the payloads that this process can run, as stores keep them.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    public JobPipeline? Find(ClaimedJob job) => _byName.GetValueOrDefault(job.StoredAs);

    /// <summary>What this process knows of a wire name, whatever the version. Not for the hot path.</summary>
    public JobDefinition? KnownOf(string name) =>
        _byName.Values.FirstOrDefault(one => one.Definition.Names.Contains(name))?.Definition;

    private static JobPipeline Build(RegisteredJob job, MiddlewareRegistration[] outermostLast, Storms storms)
    {
        var (definition, handler) = (job.Definition, job.Handler!);
        JobNext chain = (context, ct) => handler.InvokeAsync(definition, context, ct);
        foreach (var middleware in outermostLast)
        {
            var next = chain;
            chain = (context, ct) => middleware.Resolve(context.Services).InvokeAsync(context, next, ct);
        }

        return new JobPipeline(definition, job.Backoff, chain)
        {
            Breaker = storms.Breakers.GetValueOrDefault(definition.Name),
            Pace = storms.Paces.GetValueOrDefault(definition.Name),
        };
    }
}

/// <summary>A kind of job and how to run it.</summary>
internal sealed record JobPipeline(JobDefinition Definition, Backoff Backoff, JobNext Invoke)
{
    /// <summary>What holds its jobs back while all of them fail; null where nothing does.</summary>
    public KindBreaker? Breaker { get; init; }

    /// <summary>What spreads its jobs that failed; null where nothing does.</summary>
    public RetryPace? Pace { get; init; }
}
