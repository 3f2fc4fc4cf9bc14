using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>What is said of jobs for which this process has no code, or code that does not know the version of their payload.</summary>
internal sealed class UnknownNames(JobPipelines pipelines, ILogger logger)
{
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    public string ReasonFor(ClaimedJob job) => pipelines.KnownOf(job.Name) is not { } known
        ? $"process has no handler for {StoredName.Parse(job.StoredAs).InWords()}"
        : Say($"process has code for '{job.Name}' of version {Span(known)}, and the payload is of version {job.Version}");

    /// <summary>Tells that a job was not run. Newer payloads are what a deployment brings: told of once, and then quietly.</summary>
    public void Tell(ClaimedJob job, AttemptEnd end, string? reason)
    {
        if (pipelines.KnownOf(job.Name) is not { } known || job.Version <= known.Version)
        {
            ExecutionLog.NotRun(logger, job.Name, job.Id, end, reason);
        }
        else if (_told.TryAdd(job.StoredAs, true))
        {
            ExecutionLog.NewerPayload(logger, job.Name, job.Id, job.Version, known.Version);
        }
        else
        {
            ExecutionLog.AnotherNewerPayload(logger, job.Name, job.Id, job.Version);
        }
    }

    private static string Span(JobDefinition known) => known.OldestVersion == known.Version
        ? Say($"{known.Version}")
        : Say($"{known.OldestVersion} to {known.Version}");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
