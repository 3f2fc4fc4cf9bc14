using System.Collections.Frozen;

namespace Ostinato.Execution;

/// <summary>The chain of middleware and handler for every kind of job this process can run, built once.</summary>
internal sealed class JobPipelines
{
    private readonly FrozenDictionary<string, JobPipeline> _byName;

    public JobPipelines(JobRegistry registry, IEnumerable<MiddlewareRegistration> middleware)
    {
        var outermostLast = middleware.Reverse().ToArray();
        _byName = registry.All.Where(job => job.Handler is not null)
            .Select(job => (job.Definition.Names, Pipeline: Build(job, outermostLast)))
            .SelectMany(job => job.Names.Select(name => (Name: name, job.Pipeline)))
            .ToFrozenDictionary(entry => entry.Name, entry => entry.Pipeline, StringComparer.Ordinal);
    }

    public IReadOnlyCollection<string> Names => _byName.Keys;

    public JobPipeline? Find(string name) => _byName.GetValueOrDefault(name);

    private static JobPipeline Build(RegisteredJob job, MiddlewareRegistration[] outermostLast)
    {
        var (definition, handler) = (job.Definition, job.Handler!);
        JobNext chain = (context, ct) => handler.InvokeAsync(definition, context, ct);
        foreach (var middleware in outermostLast)
        {
            var next = chain;
            chain = (context, ct) => middleware.Resolve(context.Services).InvokeAsync(context, next, ct);
        }

        return new JobPipeline(definition, job.Backoff, chain);
    }
}

/// <summary>A kind of job and how to run it.</summary>
internal sealed record JobPipeline(JobDefinition Definition, Backoff Backoff, JobNext Invoke);
